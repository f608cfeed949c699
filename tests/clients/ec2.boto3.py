"""What boto3 does with launch templates, groups, keys and instances. Exits with 0 when all held."""

import datetime

from boto3_helpers import ec2, refused
import boto3

LINE = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIgj0s28/94CDFbjuM8lnWTd5aQD214AhXRfpdzTUusK"
UNKNOWN = "ami-0abcdef1234567890"


def images():
    [image] = ec2.describe_images(
        Owners=["099720109477"],
        Filters=[{"Name": "name", "Values": ["ubuntu/images/*jammy-22.04-amd64*"]}],
    )["Images"]
    assert image["RootDeviceName"] == "/dev/sda1" and image["Public"] is True, image
    # boto3 leaves the date of an image as the text that EC2 sends.
    assert datetime.datetime.strptime(image["CreationDate"], "%Y-%m-%dT%H:%M:%S.%fZ").year == 2024
    refused("InvalidAMIID.Malformed", 400, 'Invalid id: "x" (expecting "ami-...")', ec2.describe_images, ImageIds=["x"])
    return image["ImageId"]


def templates(image):
    data = {"ImageId": image, "InstanceType": "t3.micro", "UserData": "IyEvYmluL3NoCg=="}
    made = ec2.create_launch_template(LaunchTemplateName="boto3", LaunchTemplateData=data)["LaunchTemplate"]
    assert isinstance(made["CreateTime"], datetime.datetime) and made["LatestVersionNumber"] == 1, made
    for size in ("small", "medium", "large"):
        ec2.create_launch_template_version(
            LaunchTemplateName="boto3", SourceVersion="1", LaunchTemplateData={"InstanceType": f"t3.{size}"}
        )
    pages = ec2.get_paginator("describe_launch_template_versions").paginate(
        LaunchTemplateName="boto3", PaginationConfig={"PageSize": 3}
    )
    numbers = [[version["VersionNumber"] for version in page["LaunchTemplateVersions"]] for page in pages]
    assert numbers == [[4, 3, 2], [1]], numbers
    refused(
        "InvalidLaunchTemplateId.VersionNotFound",
        400,
        f"Could not find the specified version 9 for the launch template with ID {made['LaunchTemplateId']}.",
        ec2.describe_launch_template_versions,
        LaunchTemplateName="boto3",
        Versions=["9"],
    )
    return made["LaunchTemplateId"]


def launches(template):
    resource = boto3.resource("ec2")
    group = resource.create_security_group(GroupName="boto3", Description="from boto3")
    group.authorize_ingress(IpProtocol="tcp", FromPort=443, ToPort=443, CidrIp="0.0.0.0/0")
    group.reload()
    assert group.ip_permissions[0]["IpRanges"] == [{"CidrIp": "0.0.0.0/0"}], group.ip_permissions
    pair = resource.import_key_pair(KeyName="boto3", PublicKeyMaterial=LINE.encode())
    assert pair.key_fingerprint == "oDi2fdqs+1Gxe8K6LRi47i+IrJOtDqJpRiy3eeQT/p4=", pair.key_fingerprint
    # boto3 draws a client token for every launch by itself; the same one twice is the same launch.
    ask = {
        "LaunchTemplate": {"LaunchTemplateId": template, "Version": "$Latest"},
        "MinCount": 2,
        "MaxCount": 2,
        "KeyName": "boto3",
        "SecurityGroupIds": [group.id],
        "ClientToken": "once",
    }
    first = ec2.run_instances(**ask)
    again = ec2.run_instances(**ask)
    assert first["ReservationId"] == again["ReservationId"]
    refused(
        "IdempotentParameterMismatch",
        400,
        "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).",
        ec2.run_instances,
        **{**ask, "MaxCount": 3},
    )
    instances = [resource.Instance(made["InstanceId"]) for made in first["Instances"]]
    for instance in instances:
        instance.wait_until_running()
        assert (instance.instance_type, instance.key_name) == ("t3.large", "boto3"), instance.instance_type
        assert instance.security_groups == [{"GroupId": group.id, "GroupName": "boto3"}]
        assert instance.root_device_name == "/dev/sda1" and instance.metadata_options["HttpTokens"] == "optional"
    refused("DependencyViolation", 400, f"resource {group.id} has a dependent object", ec2.delete_security_group, GroupId=group.id)
    for instance in instances:
        instance.terminate()
        instance.wait_until_terminated()
    group.delete()
    pair.delete()
    ec2.delete_launch_template(LaunchTemplateId=template)


def unknown_images_launch():
    [instance] = ec2.run_instances(ImageId=UNKNOWN, MinCount=1, MaxCount=1, InstanceType="t4g.micro")["Instances"]
    [image] = ec2.describe_images(ImageIds=[instance["ImageId"]])["Images"]
    assert image["State"] == "available" and "OwnerId" not in image, image


launches(templates(images()))
unknown_images_launch()
