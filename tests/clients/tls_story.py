"""boto3 over the TLS endpoint of the environment, with the CA bundle of AWS_CA_BUNDLE. Takes a bucket."""

import io
import os
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, SSLError

TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
[bucket] = sys.argv[1:]
assert os.environ["AWS_ENDPOINT_URL"].startswith("https://")
assert boto3.client("sts").get_caller_identity()["Account"] == "123456789012"

s3 = boto3.client("s3", config=Config(s3={"addressing_style": "path"}))
s3.create_bucket(Bucket=bucket)
sent = []
s3.meta.events.register("before-send.s3.PutObject", lambda request, **_: sent.append(dict(request.headers)))

content = os.urandom(300_000)
for algorithm in ("CRC32", "SHA1", "SHA256"):
    put = s3.put_object(Bucket=bucket, Key=algorithm, Body=io.BytesIO(content), ChecksumAlgorithm=algorithm)
    headers = {name.lower(): value for name, value in sent.pop().items()}
    assert headers["x-amz-content-sha256"] in (TRAILER, TRAILER.encode()), headers
    assert put[f"Checksum{algorithm}"], put
    got = s3.get_object(Bucket=bucket, Key=algorithm, ChecksumMode="ENABLED")
    assert got["Body"].read() == content and got[f"Checksum{algorithm}"] == put[f"Checksum{algorithm}"]

logs = boto3.client("logs")
logs.create_log_group(logGroupName="/tls")
assert [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]] == ["/tls"]

stranger = boto3.client("sts", aws_access_key_id="test", aws_secret_access_key="test")
try:
    stranger.get_caller_identity()
    raise AssertionError("`test` was let in over TLS")
except ClientError as error:
    assert error.response["Error"]["Code"] == "InvalidClientTokenId", error.response

# Without the bundle nobody talks to a server that nobody vouches for.
del os.environ["AWS_CA_BUNDLE"]
try:
    boto3.Session().client("sts", config=Config(retries={"total_max_attempts": 1})).get_caller_identity()
    raise AssertionError("an unknown certificate was trusted")
except SSLError:
    pass
