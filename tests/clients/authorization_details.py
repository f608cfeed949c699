"""Details of a denied call through boto3's client of IAM's access troubleshooter. Takes the authorization id."""

import json
import sys

import boto3
from botocore.exceptions import ClientError

client = boto3.client("iam-toolbox")
answer = client.get_request_authorization_details(authorizationId=sys.argv[1])
answer.pop("ResponseMetadata")
print(json.dumps(answer))

try:
    client.get_request_authorization_details(authorizationId="0" * 32)
    sys.exit("details of a call that never was were found")
except ClientError as error:
    assert error.response["Error"]["Code"] == "ResourceNotFoundException", error
