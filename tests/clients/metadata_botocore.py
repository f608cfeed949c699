"""botocore's metadata clients against the service at argv[1]: prints what they make of it."""

import json
import sys

from botocore.utils import InstanceMetadataFetcher, InstanceMetadataRegionFetcher

where = {"base_url": sys.argv[1], "num_attempts": 1, "timeout": 5}
found = {
    "credentials": InstanceMetadataFetcher(**where).retrieve_iam_role_credentials(),
    "without_v1": InstanceMetadataFetcher(
        **where, config={"ec2_metadata_v1_disabled": True}
    ).retrieve_iam_role_credentials(),
    "region": InstanceMetadataRegionFetcher(**where).retrieve_region(),
}
json.dump(found, sys.stdout)
