"""What boto3 does with users, roles and sessions on the server of the environment. Exits with 0 when all held."""

import datetime
import time

from boto3_helpers import ACCOUNT, allow, arn, client, document, iam, not_authorized, refused, role, sts, trust, user

INVALID_TOKEN = "The security token included in the request is invalid."


def types_and_errors():
    made = iam.create_user(UserName="typed", Path="/a/b/", Tags=[{"Key": "k", "Value": "v"}])["User"]
    assert made["Arn"] == arn("user/a/b/typed") and isinstance(made["CreateDate"], datetime.datetime)
    assert abs(made["CreateDate"].timestamp() - time.time()) < 3600
    got = iam.get_user(UserName="typed")["User"]
    assert got["Tags"] == [{"Key": "k", "Value": "v"}] and got["UserId"] == made["UserId"]
    refused("EntityAlreadyExists", 409, "User with name typed already exists.", iam.create_user, UserName="typed")
    refused("NoSuchEntity", 404, "The user with name nobody cannot be found.", iam.get_user, UserName="nobody")
    refused("NoSuchEntity", 404, "The role with name nobody cannot be found.", iam.get_role, RoleName="nobody")
    refused(
        "MalformedPolicyDocument", 400, None, iam.create_role, RoleName="broken", AssumeRolePolicyDocument="{}"
    )
    service = trust({"Service": "ec2.amazonaws.com"})
    too_short = {"RoleName": "short", "AssumeRolePolicyDocument": service, "MaxSessionDuration": 100}
    refused("ValidationError", 400, None, iam.create_role, **too_short)
    policy = iam.create_policy(PolicyName="many", PolicyDocument=document(allow("s3:Get*")))["Policy"]
    assert policy["DefaultVersionId"] == "v1" and policy["IsAttachable"] is True and policy["AttachmentCount"] == 0
    version = iam.get_policy_version(PolicyArn=policy["Arn"], VersionId="v1")["PolicyVersion"]
    assert version["Document"]["Statement"][0]["Action"] == "s3:Get*" and version["IsDefaultVersion"] is True
    for number in range(7):
        iam.create_role(RoleName=f"page-{number}", AssumeRolePolicyDocument=service)
    pages = list(iam.get_paginator("list_roles").paginate(PaginationConfig={"PageSize": 3}))
    assert [len(page["Roles"]) for page in pages] == [3, 3, 1], pages
    assert pages[0]["IsTruncated"] is True and pages[2]["IsTruncated"] is False
    [statement] = pages[0]["Roles"][0]["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "ec2.amazonaws.com"}


def assume_with_external_id():
    bob = user("bob")
    arn_of_bob = arn("user/bob")
    partner = role(
        "partner",
        trust({"AWS": arn_of_bob}, condition={"StringEquals": {"sts:ExternalId": "ticket-42"}}),
        allow("s3:*"),
    )
    bob_sts = client("sts", bob)
    denied = not_authorized(arn_of_bob, "sts:AssumeRole", partner)
    ask = {"RoleArn": partner, "RoleSessionName": "night"}
    refused("AccessDenied", 403, denied, bob_sts.assume_role, **ask)
    refused("AccessDenied", 403, denied, bob_sts.assume_role, **ask, ExternalId="ticket-43")
    answer = bob_sts.assume_role(**ask, ExternalId="ticket-42")
    credentials = answer["Credentials"]
    assert credentials["AccessKeyId"].startswith("ASIA") and isinstance(credentials["Expiration"], datetime.datetime)
    lifetime = credentials["Expiration"].timestamp() - time.time()
    assert 3500 < lifetime <= 3601, lifetime
    assert answer["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/partner/night"
    who = client("sts", credentials).get_caller_identity()
    assert {"Arn": who["Arn"], "AssumedRoleId": who["UserId"]} == answer["AssumedRoleUser"]
    client("s3", credentials).create_bucket(Bucket="partner-bucket")
    refused("AccessDenied", 403, "Roles may not be assumed by root accounts.", sts.assume_role, **ask)
    for name in ("arn::b:::something/test-role", "nothing-valid-in-here"):
        invalid = {"RoleArn": name, "RoleSessionName": "night"}
        refused("ValidationError", 400, f"{name} is invalid", bob_sts.assume_role, **invalid)
    refused(
        "ValidationError",
        400,
        "1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: "
        r"Member must satisfy regular expression pattern: [\w+=,.@-]*",
        bob_sts.assume_role,
        RoleArn=partner,
        RoleSessionName="Session1:2",
    )
    # A session dies with its role, also when another of the name takes its place.
    iam.delete_role_policy(RoleName="partner", PolicyName="p")
    iam.delete_role(RoleName="partner")
    role("partner", trust({"AWS": arn_of_bob}), allow("s3:*"))
    refused("InvalidClientTokenId", 403, None, client("iam", credentials).list_users)


def session_policies_and_durations():
    eve = user("eve")
    eve_sts = client("sts", eve)
    worker = role("worker", trust({"AWS": arn("user/eve")}), allow("s3:*"), MaxSessionDuration=7200)
    ask = {"RoleArn": worker, "RoleSessionName": "work"}
    narrow = eve_sts.assume_role(**ask, Policy=document(allow("s3:ListAllMyBuckets")))
    assert 0 < narrow["PackedPolicySize"] <= 100, narrow
    narrow_s3 = client("s3", narrow["Credentials"])
    narrow_s3.list_buckets()
    answer = refused("AccessDenied", 403, None, narrow_s3.create_bucket, Bucket="not-by-session")
    assert "because no session policy allows the s3:CreateBucket action" in answer["Error"]["Message"], answer
    by_arn = eve_sts.assume_role(**ask, PolicyArns=[{"arn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}])
    client("s3", by_arn["Credentials"]).list_buckets()
    by_arn_s3 = client("s3", by_arn["Credentials"])
    refused("AccessDenied", 403, None, by_arn_s3.create_bucket, Bucket="not-by-session")
    refused("MalformedPolicyDocument", 400, None, eve_sts.assume_role, **ask, Policy="{}")

    long = eve_sts.assume_role(**ask, DurationSeconds=7200)["Credentials"]
    assert 7100 < long["Expiration"].timestamp() - time.time() <= 7201
    refused(
        "ValidationError",
        400,
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        eve_sts.assume_role,
        **ask,
        DurationSeconds=7201,
    )
    refused(
        "ValidationError",
        400,
        "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: "
        "Member must have value greater than or equal to 900",
        eve_sts.assume_role,
        **ask,
        DurationSeconds=899,
    )
    worker_session = f"arn:aws:sts::{ACCOUNT}:assumed-role/worker/work"
    second = role("second", trust({"AWS": worker}), MaxSessionDuration=7200)
    chain = client("sts", long)
    refused(
        "ValidationError",
        400,
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
        chain.assume_role,
        RoleArn=second,
        RoleSessionName="link",
        DurationSeconds=3601,
    )
    linked = chain.assume_role(RoleArn=second, RoleSessionName="link", DurationSeconds=3600)["Credentials"]
    denied = not_authorized(f"arn:aws:sts::{ACCOUNT}:assumed-role/second/link", "sts:AssumeRole", worker)
    refused("AccessDenied", 403, denied, client("sts", linked).assume_role, **ask)
    refused("AccessDenied", 403, None, chain.get_session_token)
    assert chain.get_caller_identity()["Arn"] == worker_session


def tags_and_source_identity():
    tess = user("tess")
    tess_sts = client("sts", tess)
    everything = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
    by_team = allow("iam:GetRole", Condition={"StringEquals": {"aws:PrincipalTag/team": "red"}})
    tagged = role("tagged", trust({"AWS": arn("user/tess")}, everything), by_team)
    plain = role("plain", trust({"AWS": arn("user/tess")}))
    tags = [{"Key": "team", "Value": "red"}]
    ask = {"RoleArn": tagged, "RoleSessionName": "tags"}
    refused(
        "AccessDenied",
        403,
        not_authorized(arn("user/tess"), "sts:TagSession", plain),
        tess_sts.assume_role,
        RoleArn=plain,
        RoleSessionName="tags",
        Tags=tags,
    )
    refused(
        "AccessDenied",
        403,
        not_authorized(arn("user/tess"), "sts:SetSourceIdentity", plain),
        tess_sts.assume_role,
        RoleArn=plain,
        RoleSessionName="tags",
        SourceIdentity="tess",
    )
    red = tess_sts.assume_role(**ask, Tags=tags, TransitiveTagKeys=["team"], SourceIdentity="tess")
    assert red["SourceIdentity"] == "tess"
    client("iam", red["Credentials"]).get_role(RoleName="plain")
    blue = tess_sts.assume_role(**ask, Tags=[{"Key": "team", "Value": "blue"}])["Credentials"]
    refused("AccessDenied", 403, None, client("iam", blue).get_role, RoleName="plain")
    refused(
        "InvalidParameterValue",
        400,
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
        tess_sts.assume_role,
        **ask,
        Tags=[{"Key": "Team", "Value": "a"}, {"Key": "team", "Value": "b"}],
    )
    refused(
        "InvalidParameterValue",
        400,
        "The specified transitive tag key must be included in the requested tags.",
        tess_sts.assume_role,
        **ask,
        Tags=tags,
        TransitiveTagKeys=["other"],
    )
    chained = role("chained", trust({"AWS": tagged}, everything), by_team)
    red_sts = client("sts", red["Credentials"])
    refused(
        "InvalidParameterValue",
        400,
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key "
        "from the calling session.",
        red_sts.assume_role,
        RoleArn=chained,
        RoleSessionName="next",
        Tags=tags,
    )
    refused(
        "AccessDenied",
        403,
        not_authorized(f"arn:aws:sts::{ACCOUNT}:assumed-role/tagged/tags", "sts:SetSourceIdentity", chained),
        red_sts.assume_role,
        RoleArn=chained,
        RoleSessionName="next",
        SourceIdentity="other",
    )
    follows = red_sts.assume_role(RoleArn=chained, RoleSessionName="next")
    assert follows["SourceIdentity"] == "tess", follows
    client("iam", follows["Credentials"]).get_role(RoleName="plain")


def passwords():
    first, second = "correct Horse 7", "another Horse 8"
    dora = user("dora", allow("iam:ChangePassword", arn("user/dora")))
    missing = "Login Profile for User dora cannot be found."
    refused("NoSuchEntity", 404, missing, iam.get_login_profile, UserName="dora")
    kinds = ["uppercase letter", "number", "symbol"]
    lacks = ", ".join(f"Password should have at least one {kind}" for kind in kinds)
    weak = f"Password should meet 2 more of the following requirements: {lacks}"
    refused("PasswordPolicyViolation", 400, weak, iam.create_login_profile, UserName="dora", Password="password")
    profile = iam.create_login_profile(UserName="dora", Password=first, PasswordResetRequired=True)["LoginProfile"]
    assert profile["PasswordResetRequired"] is True and isinstance(profile["CreateDate"], datetime.datetime)
    exists = "Login Profile for user dora already exists."
    refused("EntityAlreadyExists", 409, exists, iam.create_login_profile, UserName="dora", Password=first)
    hers = client("iam", dora)
    wrong = "The old password was incorrect."
    refused("AccessDenied", 403, wrong, hers.change_password, OldPassword=second, NewPassword=first)
    hers.change_password(OldPassword=first, NewPassword=second)
    assert iam.get_login_profile(UserName="dora")["LoginProfile"]["PasswordResetRequired"] is False
    only_users = "Only IAM Users can change their own password."
    refused("InvalidUserType", 400, only_users, iam.change_password, OldPassword=first, NewPassword=second)
    refused("AccessDenied", 403, None, client("iam", user("dan")).change_password, OldPassword=first, NewPassword=second)
    iam.update_login_profile(UserName="dora", Password=first)
    hers.change_password(OldPassword=first, NewPassword=second)
    iam.delete_user_policy(UserName="dora", PolicyName="p")
    iam.delete_access_key(UserName="dora", AccessKeyId=dora["AccessKeyId"])
    held = "Cannot delete entity, must delete login profile first."
    refused("DeleteConflict", 409, held, iam.delete_user, UserName="dora")
    iam.delete_login_profile(UserName="dora")
    refused("NoSuchEntity", 404, missing, iam.delete_login_profile, UserName="dora")
    iam.delete_user(UserName="dora")


def session_tokens_and_keys():
    carl = user("carl", allow("*"))
    carl_sts = client("sts", carl)
    token = carl_sts.get_session_token(DurationSeconds=900)["Credentials"]
    assert token["AccessKeyId"].startswith("ASIA")
    held = client("sts", token)
    assert held.get_caller_identity()["Arn"] == arn("user/carl")
    refused("AccessDenied", 403, "Cannot call GetSessionToken with session credentials", held.get_session_token)
    # Of IAM and STS such credentials reach only what AWS lists; everything else is as the user's.
    refused("InvalidClientTokenId", 403, INVALID_TOKEN, client("iam", token).list_users)
    client("s3", token).list_buckets()
    assert sts.get_access_key_info(AccessKeyId=carl["AccessKeyId"])["Account"] == ACCOUNT
    assert carl_sts.get_access_key_info(AccessKeyId=token["AccessKeyId"])["Account"] == ACCOUNT
    refused("AccessDenied", 403, None, client("sts", user("poor")).get_access_key_info, AccessKeyId=carl["AccessKeyId"])

    wrong = {**carl, "SecretAccessKey": "wrong"}
    refused("SignatureDoesNotMatch", 403, None, client("sts", wrong).get_caller_identity)
    broken = {**token, "SessionToken": "broken"}
    refused("InvalidClientTokenId", 403, INVALID_TOKEN, client("sts", broken).get_caller_identity)
    nobody = {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "SecretAccessKey": "x"}
    refused("InvalidClientTokenId", 403, None, client("iam", nobody).list_users)
    not_validated = "AWS was not able to validate the provided access credentials"
    refused("AuthFailure", 401, not_validated, client("ec2", nobody).describe_instances)
    refused("InvalidAccessKeyId", 403, None, client("s3", nobody).list_buckets)
    refused("UnrecognizedClientException", 400, None, client("logs", nobody).describe_log_groups)
    iam.update_access_key(UserName="carl", AccessKeyId=carl["AccessKeyId"], Status="Inactive")
    refused("InvalidClientTokenId", 403, None, carl_sts.get_caller_identity)
    iam.update_access_key(UserName="carl", AccessKeyId=carl["AccessKeyId"], Status="Active")
    carl_sts.get_caller_identity()
    iam.delete_access_key(UserName="carl", AccessKeyId=carl["AccessKeyId"])
    refused("InvalidClientTokenId", 403, None, carl_sts.get_caller_identity)


def password_policy():
    none = f"The Password Policy with domain name {ACCOUNT} cannot be found."
    refused("NoSuchEntity", 404, none, iam.get_account_password_policy)
    refused("NoSuchEntity", 404, none, iam.delete_account_password_policy)
    iam.update_account_password_policy()
    defaults = {
        "MinimumPasswordLength": 6,
        "RequireSymbols": False,
        "RequireNumbers": False,
        "RequireUppercaseCharacters": False,
        "RequireLowercaseCharacters": False,
        "AllowUsersToChangePassword": False,
        "ExpirePasswords": False,
    }
    assert iam.get_account_password_policy()["PasswordPolicy"] == defaults
    iam.update_account_password_policy(MinimumPasswordLength=14, MaxPasswordAge=90, PasswordReusePrevention=5)
    shown = iam.get_account_password_policy()["PasswordPolicy"]
    numbers = {"MinimumPasswordLength": 14, "MaxPasswordAge": 90, "PasswordReusePrevention": 5}
    assert shown == {**defaults, **numbers, "ExpirePasswords": True}, shown
    iam.update_account_password_policy(RequireSymbols=True, HardExpiry=False)
    assert iam.get_account_password_policy()["PasswordPolicy"] == {**defaults, "RequireSymbols": True, "HardExpiry": False}
    # botocore itself refuses what is too small, and sends what is too large.
    out_of_range = {"MinimumPasswordLength": 129, "MaxPasswordAge": 1096, "PasswordReusePrevention": 25}
    for member, value in out_of_range.items():
        sentence = (
            f"1 validation error detected: Value at '{member[0].lower()}{member[1:]}' failed to satisfy constraint: "
            f"Member must have value less than or equal to {value - 1}"
        )
        refused("ValidationError", 400, sentence, iam.update_account_password_policy, **{member: value})
    iam.delete_account_password_policy()
    refused("NoSuchEntity", 404, none, iam.get_account_password_policy)


for part in (
    types_and_errors,
    assume_with_external_id,
    session_policies_and_durations,
    tags_and_source_identity,
    session_tokens_and_keys,
    passwords,
    password_policy,
):
    part()
