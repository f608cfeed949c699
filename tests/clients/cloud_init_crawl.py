"""cloud-init's own data source for EC2, as a library: crawls the metadata service at argv[1] and prints what it would keep."""

import json
import sys
import tempfile

from cloudinit import helpers, util
from cloudinit.sources import DataSourceEc2

folder = tempfile.mkdtemp()
paths = helpers.Paths({"cloud_dir": folder, "run_dir": folder})
config = {"datasource": {"Ec2": {"metadata_urls": [sys.argv[1]], "max_wait": 10, "timeout": 5}}}
source = DataSourceEc2.DataSourceEc2(config, None, paths)
# It takes a machine for one of AWS by its DMI, which this one has not.
source._cloud_name = DataSourceEc2.CloudNames.AWS
crawled = source.crawl_metadata()
crawled["user-data"] = util.decode_binary(crawled["user-data"])
util.del_dir(folder)
json.dump(crawled, sys.stdout)
