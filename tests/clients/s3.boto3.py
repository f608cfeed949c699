"""What boto3 does with S3, against the server that the environment names."""
import io
import json
import os
from urllib.request import Request, urlopen

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

s3 = boto3.client("s3")


def refused(code, status, call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except ClientError as error:
        answer = error.response
        assert answer["Error"]["Code"] == code, answer
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == status, answer
        return answer
    raise AssertionError(f"expected {code}")


s3.create_bucket(Bucket="boto")
s3.create_bucket(Bucket="boto")
assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == ["boto"]
refused("404", 404, s3.head_bucket, Bucket="none")
refused("NoSuchBucket", 404, s3.list_objects_v2, Bucket="none")

# Objects.
key = "folder/ü & + %20?.txt"
put = s3.put_object(Bucket="boto", Key=key, Body=b"hello", Metadata={"a": "b"}, Tagging="x=1", ContentType="text/plain")
got = s3.get_object(Bucket="boto", Key=key)
assert got["Body"].read() == b"hello" and got["Metadata"] == {"a": "b"} and got["ETag"] == put["ETag"]
assert "VersionId" not in got
assert s3.get_object(Bucket="boto", Key=key, Range="bytes=1-2")["Body"].read() == b"el"
assert s3.get_object_tagging(Bucket="boto", Key=key)["TagSet"] == [{"Key": "x", "Value": "1"}]
refused("NoSuchKey", 404, s3.get_object, Bucket="boto", Key="none")
refused("404", 404, s3.head_object, Bucket="boto", Key="none")
refused("304", 304, s3.get_object, Bucket="boto", Key=key, IfNoneMatch=put["ETag"])
refused("PreconditionFailed", 412, s3.get_object, Bucket="boto", Key=key, IfMatch='"x"')
refused("PreconditionFailed", 412, s3.put_object, Bucket="boto", Key=key, Body=b"", IfNoneMatch="*")
refused("InvalidRange", 416, s3.get_object, Bucket="boto", Key=key, Range="bytes=10-20")
s3.put_object(Bucket="boto", Key="empty", Body=b"")
assert s3.get_object(Bucket="boto", Key="empty")["Body"].read() == b""

# Every checksum that can be asked for without further packages.
for algorithm in ["CRC32", "SHA1", "SHA256"]:
    sent = s3.put_object(Bucket="boto", Key="sum", Body=b"hello", ChecksumAlgorithm=algorithm)
    head = s3.head_object(Bucket="boto", Key="sum", ChecksumMode="ENABLED")
    assert head[f"Checksum{algorithm}"] == sent[f"Checksum{algorithm}"]
    assert s3.get_object(Bucket="boto", Key="sum")["Body"].read() == b"hello"

# Multipart, up, down and across.
data = os.urandom(20 * 1024 * 1024)
parts_of_8_mib = TransferConfig(multipart_threshold=8 * 1024 * 1024)
s3.upload_fileobj(io.BytesIO(data), "boto", "big", Config=parts_of_8_mib)
assert s3.head_object(Bucket="boto", Key="big")["ETag"].endswith('-3"')
target = io.BytesIO()
s3.download_fileobj("boto", "big", target)
assert target.getvalue() == data
s3.copy({"Bucket": "boto", "Key": "big"}, "boto", "big-copy", Config=parts_of_8_mib)
target = io.BytesIO()
s3.download_fileobj("boto", "big-copy", target)
assert target.getvalue() == data
upload = s3.create_multipart_upload(Bucket="boto", Key="u")["UploadId"]
part = s3.upload_part(Bucket="boto", Key="u", UploadId=upload, PartNumber=1, Body=b"x")
assert s3.list_parts(Bucket="boto", Key="u", UploadId=upload)["Parts"][0]["Size"] == 1
assert s3.list_multipart_uploads(Bucket="boto")["Uploads"][0]["Key"] == "u"
refused("InvalidPart", 400, s3.complete_multipart_upload, Bucket="boto", Key="u", UploadId=upload,
        MultipartUpload={"Parts": [{"PartNumber": 2, "ETag": part["ETag"]}]})
s3.abort_multipart_upload(Bucket="boto", Key="u", UploadId=upload)
refused("NoSuchUpload", 404, s3.list_parts, Bucket="boto", Key="u", UploadId=upload)

# Listing.
for name in ["l/a/1", "l/a/2", "l/b", "l/c"]:
    s3.put_object(Bucket="boto", Key=name, Body=b"")
page = s3.list_objects_v2(Bucket="boto", Prefix="l/", Delimiter="/", MaxKeys=2)
assert page["KeyCount"] == 2 and page["IsTruncated"]
pages = s3.get_paginator("list_objects_v2").paginate(Bucket="boto", Prefix="l/", PaginationConfig={"PageSize": 1})
assert [item["Key"] for page in pages for item in page["Contents"]] == ["l/a/1", "l/a/2", "l/b", "l/c"]
assert [item["Key"] for item in s3.list_objects(Bucket="boto", Prefix="folder/")["Contents"]] == [key]
versions = s3.list_object_versions(Bucket="boto", Prefix="l/b")["Versions"]
assert [(version["Key"], version["VersionId"]) for version in versions] == [("l/b", "null")]

# Settings as a Terraform provider reads them.
for call, code in [
    (s3.get_bucket_policy, "NoSuchBucketPolicy"),
    (s3.get_bucket_cors, "NoSuchCORSConfiguration"),
    (s3.get_bucket_website, "NoSuchWebsiteConfiguration"),
    (s3.get_bucket_lifecycle_configuration, "NoSuchLifecycleConfiguration"),
    (s3.get_bucket_replication, "ReplicationConfigurationNotFoundError"),
    (s3.get_object_lock_configuration, "ObjectLockConfigurationNotFoundError"),
    (s3.get_bucket_tagging, "NoSuchTagSet"),
]:
    refused(code, 404, call, Bucket="boto")
assert s3.get_bucket_acl(Bucket="boto")["Grants"][0]["Permission"] == "FULL_CONTROL"
assert "Status" not in s3.get_bucket_versioning(Bucket="boto")
assert s3.get_bucket_request_payment(Bucket="boto")["Payer"] == "BucketOwner"
assert s3.get_bucket_location(Bucket="boto")["LocationConstraint"] is None
for call in [s3.get_bucket_logging, s3.get_bucket_accelerate_configuration, s3.get_bucket_notification_configuration]:
    call(Bucket="boto")
rules = s3.get_bucket_encryption(Bucket="boto")["ServerSideEncryptionConfiguration"]["Rules"]
assert rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
refused("NotImplemented", 501, s3.put_bucket_versioning, Bucket="boto", VersioningConfiguration={"Status": "Enabled"})
s3.put_bucket_tagging(Bucket="boto", Tagging={"TagSet": [{"Key": "k", "Value": "v"}]})
assert s3.get_bucket_tagging(Bucket="boto")["TagSet"] == [{"Key": "k", "Value": "v"}]
block = s3.get_public_access_block(Bucket="boto")["PublicAccessBlockConfiguration"]
assert all(block.values()) and len(block) == 4

# Who may do what: bob's own policy allows s3:GetObject and nothing else.
bob = boto3.client("s3", aws_access_key_id=os.environ["BOB_KEY"], aws_secret_access_key=os.environ["BOB_SECRET"])
assert bob.get_object(Bucket="boto", Key=key)["Body"].read() == b"hello"
denied = refused("AccessDenied", 403, bob.put_object, Bucket="boto", Key="k", Body=b"x")
account = boto3.client("sts").get_caller_identity()["Account"]
assert denied["Error"]["Message"] == (
    f"User: arn:aws:iam::{account}:user/bob is not authorized to perform: s3:PutObject on resource: "
    '"arn:aws:s3:::boto/k" because no identity-based policy allows the s3:PutObject action'
), denied
refused("AccessDenied", 403, bob.get_object, Bucket="boto", Key="none")
outcome = bob.delete_objects(Bucket="boto", Delete={"Objects": [{"Key": key}]})
assert outcome["Errors"][0]["Code"] == "AccessDenied", outcome

# A bucket policy: blocked while public, an explicit deny for bob.
def policy(effect, principal, action):
    statement = {"Effect": effect, "Principal": principal, "Action": action, "Resource": "arn:aws:s3:::boto/*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


refused("AccessDenied", 403, s3.put_bucket_policy, Bucket="boto", Policy=policy("Allow", "*", "s3:GetObject"))
refused("MalformedPolicy", 400, s3.put_bucket_policy, Bucket="boto", Policy="{}")
s3.put_bucket_policy(Bucket="boto", Policy=policy("Deny", {"AWS": f"arn:aws:iam::{account}:user/bob"}, "s3:GetObject"))
denied = refused("AccessDenied", 403, bob.get_object, Bucket="boto", Key=key)
assert "with an explicit deny in a resource-based policy" in denied["Error"]["Message"], denied
s3.delete_bucket_policy(Bucket="boto")
s3.delete_public_access_block(Bucket="boto")
s3.put_bucket_policy(Bucket="boto", Policy=policy("Allow", "*", "s3:GetObject"))
assert s3.get_bucket_policy_status(Bucket="boto")["PolicyStatus"]["IsPublic"]
endpoint = os.environ["AWS_ENDPOINT_URL"]
assert urlopen(f"{endpoint}/boto/sum").read() == b"hello"

# Presigned, both versions of the signature.
for version in ["s3", "s3v4"]:
    presigning = boto3.client("s3", config=Config(signature_version=version))
    # The signature of version 2 covers the content type, and urllib always sends one.
    params = {"Bucket": "boto", "Key": "presigned", "ContentType": "text/plain"}
    url = presigning.generate_presigned_url("put_object", Params=params)
    upload = Request(url, data=version.encode(), method="PUT", headers={"Content-Type": "text/plain"})
    assert urlopen(upload).status == 200
    url = presigning.generate_presigned_url("get_object", Params={"Bucket": "boto", "Key": "presigned"})
    assert urlopen(url).read() == version.encode()

# Deleting.
refused("BucketNotEmpty", 409, s3.delete_bucket, Bucket="boto")
boto3.resource("s3").Bucket("boto").objects.all().delete()
s3.delete_bucket(Bucket="boto")
assert s3.list_buckets()["Buckets"] == []
