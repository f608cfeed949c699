"""What boto3 does with IAM Access Analyzer, against the server that the environment names."""
import json

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

analyzer = boto3.client("accessanalyzer")
unchecked = boto3.client("accessanalyzer", config=Config(parameter_validation=False))


def refused(code, status, call, **kwargs):
    try:
        call(**kwargs)
    except ClientError as error:
        answer = error.response
        assert answer["Error"]["Code"] == code, answer
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == status, answer
        return answer
    raise AssertionError(f"expected {code}")


def policy(**statement):
    merged = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shop/*", **statement}
    return json.dumps({"Version": "2012-10-17", "Statement": [merged]})


# A policy that needs nothing, and one that AWS's guide warns of.
assert analyzer.validate_policy(policyDocument=policy(), policyType="IDENTITY_POLICY")["findings"] == []
text = policy(Action="iam:PassRole", Resource="*")
(finding,) = analyzer.validate_policy(policyDocument=text, policyType="IDENTITY_POLICY", locale="EN")["findings"]
assert finding["findingType"] == "SECURITY_WARNING" and finding["issueCode"] == "PASS_ROLE_WITH_STAR_IN_RESOURCE"
assert finding["findingDetails"].startswith("Using the iam:PassRole action with wildcards (*) in the resource"), finding
assert finding["learnMoreLink"].endswith("-checks-security-warning-pass-role-with-star-in-resource"), finding
start = text.index('"iam:PassRole"')
assert finding["locations"][0] == {
    "path": [{"value": "Statement"}, {"index": 0}, {"value": "Action"}],
    "span": {
        "start": {"line": 1, "column": start, "offset": start},
        "end": {"line": 1, "column": start + 14, "offset": start + 14},
    },
}, finding

# Every type, and a resource type.
for kind in ["RESOURCE_POLICY", "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]:
    codes = {found["issueCode"] for found in analyzer.validate_policy(policyDocument=policy(), policyType=kind)["findings"]}
    assert ("MISSING_PRINCIPAL" in codes) == (kind != "SERVICE_CONTROL_POLICY"), (kind, codes)
found = analyzer.validate_policy(
    policyDocument=policy(Principal="*", Resource="*"),
    policyType="RESOURCE_POLICY",
    validatePolicyResourceType="AWS::S3::Bucket",
)["findings"]
assert [one["issueCode"] for one in found] == ["UNSUPPORTED_RESOURCE_ARN_IN_POLICY"], found

# Pages.
wrong = policy(Action=[f"s3:No{number}" for number in range(5)])
paginator = analyzer.get_paginator("validate_policy")
pages = list(paginator.paginate(policyDocument=wrong, policyType="IDENTITY_POLICY", PaginationConfig={"PageSize": 2}))
assert [len(page["findings"]) for page in pages] == [2, 2, 1], pages
details = [one["findingDetails"] for page in pages for one in page["findings"]]
assert details == [f"The action s3:No{number} does not exist." for number in range(5)], details

# What is no policy is a finding; what is no request is an error.
(finding,) = analyzer.validate_policy(policyDocument="{", policyType="IDENTITY_POLICY")["findings"]
assert finding["issueCode"] == "JSON_SYNTAX_ERROR", finding
answer = refused("ValidationException", 400, analyzer.validate_policy, policyDocument=policy(), policyType="OTHER")
assert answer["reason"] == "fieldValidationFailed", answer
assert "Value 'OTHER' at 'policyType' failed to satisfy constraint: Member must satisfy enum value set" in str(answer)
refused("ValidationException", 400, unchecked.validate_policy, policyType="IDENTITY_POLICY")
answer = refused(
    "ValidationException",
    400,
    analyzer.validate_policy,
    policyDocument=policy(),
    policyType="IDENTITY_POLICY",
    validatePolicyResourceType="AWS::S3::Bucket",
)
assert answer["Error"]["Message"] == "InvalidInput", answer
same = {"policyDocument": policy(), "policyType": "IDENTITY_POLICY"}
refused("ValidationException", 400, analyzer.validate_policy, nextToken="x", **same)
refused("ValidationException", 400, analyzer.validate_policy, maxResults=0, **same)
