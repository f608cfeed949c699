"""What the boto3 stories share: clients, users and roles, and refusals with AWS's code, status and sentence."""

import json

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ACCOUNT = "123456789012"
# What boto3 would refuse by itself shall reach the server.
CONFIG = Config(parameter_validation=False)
iam, sts, ec2, s3 = (boto3.client(name, config=CONFIG) for name in ("iam", "sts", "ec2", "s3"))


def refused(code, status, message, call, **arguments):
    """The call answers this code and status, and this message where one is given."""
    try:
        call(**arguments)
    except ClientError as error:
        answer = error.response
        assert answer["Error"]["Code"] == code, answer
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == status, answer
        assert message is None or answer["Error"]["Message"] == message, answer
        assert answer["ResponseMetadata"]["RequestId"], answer
        return answer
    raise AssertionError(f"{call.__name__}({arguments}) was not refused with {code}")


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def trust(principal, actions="sts:AssumeRole", condition=None):
    conditions = {"Condition": condition} if condition else {}
    return document({"Effect": "Allow", "Principal": principal, "Action": actions, **conditions})


def client(service, credentials):
    return boto3.client(
        service,
        config=CONFIG,
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials.get("SessionToken"),
    )


def user(name, *statements):
    iam.create_user(UserName=name)
    if statements:
        iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=document(*statements))
    return iam.create_access_key(UserName=name)["AccessKey"]


def role(name, assume_role_policy, *statements, **more):
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=assume_role_policy, **more)["Role"]["Arn"]
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document(*statements))
    return arn


def arn(kind):
    return f"arn:aws:iam::{ACCOUNT}:{kind}"


def not_authorized(who, action, resource):
    return f"User: {who} is not authorized to perform: {action} on resource: {resource}"
