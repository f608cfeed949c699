"""Runs on an instance: boto3 with its default session. Takes instance, bucket and a bucket abroad; exits with 0 when all held."""

import io
import os
import sys
import time
from urllib.request import Request, urlopen

import boto3
from botocore.exceptions import ClientError

instance, bucket, abroad = sys.argv[1:]
assert not [name for name in os.environ if name.startswith(("AWS_ACCESS", "AWS_SECRET", "AWS_SESSION", "AWS_PROFILE"))]


def metadata(path):
    base = "http://169.254.169.254/latest/"
    ask = Request(f"{base}api/token", method="PUT", headers={"X-aws-ec2-metadata-token-ttl-seconds": "60"})
    token = urlopen(ask).read().decode()
    return urlopen(Request(f"{base}meta-data/{path}", headers={"X-aws-ec2-metadata-token": token})).read().decode()


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        return
    raise AssertionError(f"expected {code}")


assert metadata("instance-id") == instance
region = metadata("placement/region")
session = boto3.Session(region_name=region)
assert session.get_credentials().method == "iam-role", session.get_credentials().method
who = session.client("sts").get_caller_identity()
assert who["Arn"] == f"arn:aws:sts::123456789012:assumed-role/web/{instance}", who

s3 = session.client("s3")
urls = []
s3.meta.events.register("before-send.s3", lambda request, **_: urls.append(request.url))
assert s3.get_object(Bucket=bucket, Key="read/config")["Body"].read() == b"colour = blue\n"
# The default way to address a bucket: its name before S3's, over TLS.
assert urls == [f"https://{bucket}.s3.{'' if region == 'us-east-1' else region + '.'}amazonaws.com/read/config"], urls
s3.put_object(Bucket=bucket, Key="write/small", Body=b"made inside")
s3.upload_fileobj(io.BytesIO(os.urandom(9 << 20)), bucket, "write/large")
# A bucket of another region answers where it is, and boto3 goes there by itself.
assert s3.get_object(Bucket=abroad, Key="read/config")["Body"].read() == b"colour = green\n"
assert urls[-1] == f"https://{abroad}.s3.eu-west-1.amazonaws.com/read/config", urls
refused("AccessDenied", s3.put_object, Bucket=bucket, Key="read/config", Body=b"x")
refused("403", s3.head_object, Bucket=bucket, Key="write/small")
refused("AccessDenied", s3.list_objects_v2, Bucket=bucket)

logs = session.client("logs")
logs.create_log_group(logGroupName="/boto3")
logs.create_log_stream(logGroupName="/boto3", logStreamName=instance)
event = {"timestamp": int(time.time() * 1000), "message": "made inside"}
logs.put_log_events(logGroupName="/boto3", logStreamName=instance, logEvents=[event])
refused("AccessDeniedException", logs.get_log_events, logGroupName="/boto3", logStreamName=instance)
session.client("cloudwatch").put_metric_data(Namespace="Boto3", MetricData=[{"MetricName": "m", "Value": 1}])
refused("AccessDenied", session.client("iam").list_users)
refused("UnauthorizedOperation", session.client("ec2").terminate_instances, InstanceIds=[instance])
