"""What boto3 looks up in CloudTrail, against the server that the environment names."""
import json
from datetime import datetime, timedelta, timezone

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

trail = boto3.client("cloudtrail")
unchecked = boto3.client("cloudtrail", config=Config(parameter_validation=False))
iam = boto3.client("iam")


def refused(code, call, **kwargs):
    try:
        call(**kwargs)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400, error.response
        return error.response
    raise AssertionError(f"expected {code}")


def look(key, value, **kwargs):
    return trail.lookup_events(LookupAttributes=[{"AttributeKey": key, "AttributeValue": value}], **kwargs)["Events"]


def content(event):
    return json.loads(event["CloudTrailEvent"])


# A user who is refused, and why.
iam.create_user(UserName="alice")
key = iam.create_access_key(UserName="alice")["AccessKey"]
alice = {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}
answer = None
try:
    boto3.client("s3", **alice).list_buckets()
except ClientError as error:
    answer = error.response
assert answer["Error"]["Code"] == "AccessDenied", answer
(event,) = look("Username", "alice")
assert event["EventName"] == "ListBuckets" and event["EventSource"] == "s3.amazonaws.com", event
assert event["ReadOnly"] == "true" and event["AccessKeyId"] == key["AccessKeyId"], event
assert abs(event["EventTime"] - datetime.now(timezone.utc)) < timedelta(minutes=5), event
record = content(event)
assert record["userIdentity"]["userName"] == "alice" and record["errorCode"] == "AccessDenied", record
assert record["requestID"] == answer["ResponseMetadata"]["RequestId"], (record, answer)
assert record["additionalEventData"]["outcome"] == "denied", record
assert record["additionalEventData"]["action"] == "s3:ListAllMyBuckets", record
assert "authorization" not in record["additionalEventData"], record
assert record["managementEvent"] is True and record["recipientAccountId"] == "123456789012", record

# By its id, with the questions; the id that its client saw leads there too.
for identifier in [event["EventId"], record["requestID"]]:
    (found,) = look("EventId", identifier)
    assert found["EventId"] == event["EventId"]
    authorization = content(found)["additionalEventData"]["authorization"]
    assert authorization["asked"] == 1, authorization
    (verdict,) = authorization["verdicts"]
    assert verdict["allowed"] is False and verdict["request"]["principal"]["kind"] == "user", verdict
assert look("EventId", "00000000-0000-4000-8000-000000000000") == []

# Who may look up but not read policies is told the calls, without the policies.
lookup = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "cloudtrail:LookupEvents", "Resource": "*"}}
refused("AccessDeniedException", boto3.client("cloudtrail", **alice).lookup_events)
iam.put_user_policy(UserName="alice", PolicyName="lookup", PolicyDocument=json.dumps(lookup))
by_id = [{"AttributeKey": "EventId", "AttributeValue": event["EventId"]}]
(found,) = boto3.client("cloudtrail", **alice).lookup_events(LookupAttributes=by_id)["Events"]
assert "authorization" not in content(found)["additionalEventData"], found

# Pages tell each event once, newest first, while the lookups themselves are recorded.
for number in range(30):
    iam.create_group(GroupName=f"group-{number}")
pages = trail.get_paginator("lookup_events").paginate(
    LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateGroup"}],
    PaginationConfig={"PageSize": 7},
)
pages = list(pages)
assert [len(page["Events"]) for page in pages] == [7, 7, 7, 7, 2], pages
names = [event["Resources"][0]["ResourceName"] for page in pages for event in page["Events"]]
assert names == [f"group-{29 - number}" for number in range(30)], names
identifiers = [event["EventId"] for page in trail.get_paginator("lookup_events").paginate() for event in page["Events"]]
assert len(identifiers) == len(set(identifiers)) > 40, identifiers
assert len(look("ResourceName", "group-7")) == 1
assert len(look("ResourceType", "AWS::IAM::Group", MaxResults=3)) == 3
assert look("EventSource", "monitoring.amazonaws.com") == []

# What a role hands out: the key, never the secret.
trust = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole"}}
role = iam.create_role(RoleName="app", Path="/team/", AssumeRolePolicyDocument=json.dumps(trust))["Role"]
may = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": role["Arn"]}}
iam.put_user_policy(UserName="alice", PolicyName="assume", PolicyDocument=json.dumps(may))
credentials = boto3.client("sts", **alice).assume_role(RoleArn=role["Arn"], RoleSessionName="night")["Credentials"]
session = boto3.client(
    "sts",
    aws_access_key_id=credentials["AccessKeyId"],
    aws_secret_access_key=credentials["SecretAccessKey"],
    aws_session_token=credentials["SessionToken"],
)
session.get_caller_identity()
(event,) = [event for event in look("ResourceName", role["Arn"]) if event["EventName"] == "AssumeRole"]
assert event["Username"] == "alice", event
assert {"ResourceType": "AWS::IAM::AccessKey", "ResourceName": credentials["AccessKeyId"]} in event["Resources"], event
text = event["CloudTrailEvent"]
assert credentials["SecretAccessKey"] not in text and credentials["SessionToken"] not in text
record = json.loads(text)
assert record["requestParameters"] == {"roleArn": role["Arn"], "roleSessionName": "night"}, record
issued = record["responseElements"]["credentials"]
assert issued["accessKeyId"] == credentials["AccessKeyId"], record
expiration = datetime.strptime(issued["expiration"], "%b %d, %Y, %I:%M:%S %p").replace(tzinfo=timezone.utc)
assert expiration == credentials["Expiration"], record
(event,) = look("Username", "night")
assert event["EventName"] == "GetCallerIdentity" and event["AccessKeyId"] == credentials["AccessKeyId"], event
context = content(event)["userIdentity"]["sessionContext"]
assert context["sessionIssuer"]["arn"] == role["Arn"] and context["sessionIssuer"]["userName"] == "app", context

# Data events stand in the same list and say so.
s3 = boto3.client("s3")
s3.create_bucket(Bucket="shop")
s3.put_object(Bucket="shop", Key="k", Body=b"x")
(event,) = look("ResourceName", "arn:aws:s3:::shop/k")
record = content(event)
assert record["managementEvent"] is False and record["eventCategory"] == "Data", record
assert record["resources"] == [{"accountId": "123456789012", "type": "AWS::S3::Object", "ARN": "arn:aws:s3:::shop/k"}]

# What another region was asked is there, wherever it is looked up.
boto3.client("ec2", region_name="eu-west-1").describe_instances()
(event,) = look("EventName", "DescribeInstances")
assert content(event)["awsRegion"] == "eu-west-1", event

# Times, and what is no lookup.
now = datetime.now(timezone.utc)
assert look("Username", "night", StartTime=now + timedelta(hours=1)) == []
assert len(look("Username", "night", StartTime=now - timedelta(hours=1), EndTime=now + timedelta(hours=1))) == 1
assert trail.lookup_events(EventCategory="insight")["Events"] == []
refused("InvalidTimeRangeException", trail.lookup_events, StartTime=now, EndTime=now - timedelta(hours=1))
refused("InvalidMaxResultsException", trail.lookup_events, MaxResults=51)
refused("InvalidMaxResultsException", unchecked.lookup_events, MaxResults=0)
refused("InvalidNextTokenException", trail.lookup_events, NextToken="x")
refused("InvalidEventCategoryException", trail.lookup_events, EventCategory="data")
refused("InvalidLookupAttributesException", trail.lookup_events, LookupAttributes=by_id * 2)
refused(
    "InvalidLookupAttributesException",
    trail.lookup_events,
    LookupAttributes=[{"AttributeKey": "Outcome", "AttributeValue": "denied"}],
)
