"""Logs and metrics through boto3, with the endpoint and the credentials from the environment. Exits with 0 when all held."""

import datetime
import time

import boto3
from botocore.exceptions import ClientError

logs = boto3.client("logs")
cloudwatch = boto3.client("cloudwatch")


def code_of(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["Error"]["Message"]
    raise AssertionError(f"{call} was not refused")


now = int(time.time() * 1000)
assert code_of(logs.create_log_stream, logGroupName="g", logStreamName="s") == (
    "ResourceNotFoundException",
    "The specified log group does not exist.",
)
logs.create_log_group(logGroupName="g", tags={"a": "b"})
logs.create_log_stream(logGroupName="g", logStreamName="s")
old = now - 15 * 86_400_000
answer = logs.put_log_events(
    logGroupName="g",
    logStreamName="s",
    logEvents=[{"timestamp": old, "message": "old"}, {"timestamp": now, "message": '{"level": "error", "n": 5}'}],
    entity={"keyAttributes": {"Type": "Service", "Name": "x"}},
)
assert answer["rejectedLogEventsInfo"] == {"tooOldLogEventEndIndex": 1}, answer
pages = logs.get_paginator("filter_log_events").paginate(logGroupName="g", filterPattern='{ $.level = "error" && $.n > 4 }')
events = [event for page in pages for event in page["events"]]
assert [event["timestamp"] for event in events] == [now], events
streams = logs.describe_log_streams(logGroupName="g", orderBy="LastEventTime", descending=True)["logStreams"]
assert streams[0]["lastEventTimestamp"] == now, streams
groups = logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix="g").build_full_result()["logGroups"]
assert groups[0]["arn"].endswith(":log-group:g:*"), groups
assert code_of(
    logs.put_log_events,
    logGroupName="g",
    logStreamName="s",
    logEvents=[{"timestamp": now, "message": "b"}, {"timestamp": now - 1, "message": "a"}],
) == ("InvalidParameterException", "Log events in a single PutLogEvents request must be in chronological order.")
assert code_of(logs.describe_export_tasks)[0], "an operation that is not built is refused"

end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=1)
start = end - datetime.timedelta(minutes=10)
encodings = []
cloudwatch.meta.events.register(
    "before-send.cloudwatch.PutMetricData",
    lambda request, **_: encodings.append((request.headers.get("Smithy-Protocol"), request.headers.get("Content-Encoding"))),
)
cloudwatch.put_metric_data(Namespace="App", MetricData=[{"MetricName": "m", "Value": n} for n in range(1, 401)])
encoded = [[value.decode() if isinstance(value, bytes) else value for value in pair] for pair in encodings]
cbor = cloudwatch.meta.service_model.resolved_protocol == "smithy-rpc-v2-cbor"
assert encoded == [["rpc-v2-cbor" if cbor else None, "gzip"]], encoded
statistics = cloudwatch.get_metric_statistics(
    Namespace="App", MetricName="m", StartTime=start, EndTime=end, Period=3600, Statistics=["Sum", "SampleCount"]
)["Datapoints"]
assert sum(point["Sum"] for point in statistics) == 80200, statistics
query = {"Id": "a", "MetricStat": {"Metric": {"Namespace": "App", "MetricName": "m"}, "Period": 60, "Stat": "Maximum"}}
results = cloudwatch.get_paginator("get_metric_data").paginate(
    MetricDataQueries=[query], StartTime=start, EndTime=end
)
assert max(results.build_full_result()["MetricDataResults"][0]["Values"]) == 400
assert len(list(cloudwatch.get_paginator("list_metrics").paginate(Namespace="App").search("Metrics"))) == 1
code, message = code_of(
    cloudwatch.get_metric_statistics,
    Namespace="App",
    MetricName="m",
    StartTime=end,
    EndTime=start,
    Period=60,
    Statistics=["Sum"],
)
assert message == "The parameter StartTime must be less than the parameter EndTime.", message
assert code.startswith("InvalidParameterValue"), code
