"""What boto3 simulates on the server of the environment. Exits with 0 when all held."""

from boto3_helpers import allow, arn, client, document, iam, not_authorized, refused, s3

BUCKET = "arn:aws:s3:::reports"
OBJECT = BUCKET + "/june.csv"


def simulate(source, actions, **more):
    answer = iam.simulate_principal_policy(PolicySourceArn=source, ActionNames=actions, **more)
    assert answer["IsTruncated"] is False, answer
    return answer["EvaluationResults"]


def a_boundary_limits():
    iam.create_user(UserName="ann")
    iam.put_user_policy(UserName="ann", PolicyName="objects", PolicyDocument=document(allow("s3:*")))
    limit = iam.create_policy(PolicyName="limit", PolicyDocument=document(allow("s3:Get*")))["Policy"]["Arn"]
    iam.put_user_permissions_boundary(UserName="ann", PermissionsBoundary=limit)
    get, put = simulate(arn("user/ann"), ["s3:GetObject", "s3:PutObject"], ResourceArns=[OBJECT])
    assert (get["EvalDecision"], put["EvalDecision"]) == ("allowed", "implicitDeny"), (get, put)
    assert get["PermissionsBoundaryDecisionDetail"] == {"AllowedByPermissionsBoundary": True}
    assert put["PermissionsBoundaryDecisionDetail"] == {"AllowedByPermissionsBoundary": False}
    assert put["MatchedStatements"] == [] and put["EvalDecisionDetails"] == {}, put
    [statement] = get["MatchedStatements"]
    text = document(allow("s3:*"))
    assert statement["SourcePolicyId"] == "user_ann_objects", statement
    # The statement begins after the bracket, and ends after its brace.
    assert statement["StartPosition"] == {"Line": 1, "Column": text.index("[") + 2}, statement
    assert statement["EndPosition"] == {"Line": 1, "Column": text.rindex("}]") + 2}, statement
    wider = [document(allow("s3:Put*"))]
    [put] = simulate(arn("user/ann"), ["s3:PutObject"], PermissionsBoundaryPolicyInputList=wider)
    assert put["EvalDecision"] == "allowed", put
    # What is simulated is what happens.
    s3.create_bucket(Bucket="reports")
    s3.put_object(Bucket="reports", Key="june.csv", Body=b"june")
    ann = client("s3", user_keys("ann"))
    assert ann.get_object(Bucket="reports", Key="june.csv")["Body"].read() == b"june"
    refused("AccessDenied", 403, None, ann.put_object, Bucket="reports", Key="june.csv", Body=b"")


def user_keys(name):
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return {"AccessKeyId": key["AccessKeyId"], "SecretAccessKey": key["SecretAccessKey"]}


def a_resource_policy_joins():
    iam.create_user(UserName="ben")

    def policy_for(principal):
        statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "s3:GetObject"}
        return document({**statement, "Resource": BUCKET + "/*"})

    asked = {"ResourceArns": [OBJECT], "ResourcePolicy": policy_for(arn("user/ben"))}
    [result] = simulate(arn("user/ben"), ["s3:GetObject"], **asked)
    assert result["EvalDecision"] == "allowed", result
    [statement] = result["ResourceSpecificResults"][0]["MatchedStatements"]
    assert (statement["SourcePolicyId"], statement["SourcePolicyType"]) == ("ResourcePolicy", "Resource Policy")
    elsewhere = {**asked, "ResourceOwner": "arn:aws:iam::999999999999:root"}
    [result] = simulate(arn("user/ben"), ["s3:GetObject"], **elsewhere)
    assert result["EvalDecision"] == "implicitDeny", result
    assert result["EvalDecisionDetails"] == {"IAM Policy": "implicitDeny", "Resource Policy": "allowed"}, result
    iam.create_group(GroupName="readers")
    source = {"PolicySourceArn": arn("group/readers"), "ActionNames": ["s3:GetObject"]}
    message = "Invalid caller - Caller must be an IAM user in this context."
    refused("InvalidInput", 400, message, iam.simulate_principal_policy, **source, **asked)
    [result] = simulate(arn("group/readers"), ["s3:GetObject"], CallerArn=arn("user/ben"), **asked)
    assert result["EvalDecision"] == "allowed", result


def keys_are_missing_until_given():
    condition = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    policy = document(allow("s3:GetObject", BUCKET + "/${aws:username}/*", Condition=condition))
    keys = iam.get_context_keys_for_custom_policy(PolicyInputList=[policy])["ContextKeyNames"]
    assert keys == ["aws:username", "aws:SourceIp"], keys
    asked = {"PolicyInputList": [policy], "ActionNames": ["s3:GetObject"], "ResourceArns": [BUCKET + "/cat/a"]}
    [result] = iam.simulate_custom_policy(**asked)["EvaluationResults"]
    assert result["EvalDecision"] == "implicitDeny" and result["MissingContextValues"] == keys, result
    entries = [
        {"ContextKeyName": "aws:username", "ContextKeyValues": ["cat"], "ContextKeyType": "string"},
        {"ContextKeyName": "aws:SourceIp", "ContextKeyValues": ["203.0.113.7"], "ContextKeyType": "ip"},
    ]
    [result] = iam.simulate_custom_policy(**asked, ContextEntries=entries)["EvaluationResults"]
    assert result["EvalDecision"] == "allowed" and result["MissingContextValues"] == [], result
    entries[1]["ContextKeyValues"] = ["everywhere"]
    message = "Invalid context value for key aws:SourceIp: expected IP address."
    refused("InvalidInput", 400, message, iam.simulate_custom_policy, **asked, ContextEntries=entries)
    # The enumeration of the model holds before the operation does.
    entries[1] = {**entries[1], "ContextKeyType": "address"}
    refused("ValidationError", 400, None, iam.simulate_custom_policy, **asked, ContextEntries=entries)


def who_may_simulate():
    ben = client("iam", user_keys("ben"))
    asked = {"PolicySourceArn": arn("user/ann"), "ActionNames": ["s3:GetObject"]}
    action = "iam:SimulatePrincipalPolicy"
    reason = f" because no identity-based policy allows the {action} action"
    denied = not_authorized(arn("user/ben"), action, arn("user/ann")) + reason
    refused("AccessDenied", 403, denied, ben.simulate_principal_policy, **asked)
    own = document(allow(action, arn("user/ben")))
    iam.put_user_policy(UserName="ben", PolicyName="simulate", PolicyDocument=own)
    assert ben.simulate_principal_policy(**{**asked, "PolicySourceArn": arn("user/ben")})["EvaluationResults"]
    refused("AccessDenied", 403, denied, ben.simulate_principal_policy, **asked)


def pages_of_actions():
    paginator = iam.get_paginator("simulate_custom_policy")
    actions = [f"s3:Action{number}" for number in range(7)]
    asked = {"PolicyInputList": [document(allow("s3:*"))], "ActionNames": actions}
    pages = list(paginator.paginate(**asked, PaginationConfig={"PageSize": 3}))
    assert [len(page["EvaluationResults"]) for page in pages] == [3, 3, 1], pages


a_boundary_limits()
a_resource_policy_joins()
keys_are_missing_until_given()
who_may_simulate()
pages_of_actions()
