// Runs on an instance and does what the CloudWatch agent does, with the SDK that the agent is built on and no
// configuration: it reads who and where it is, ships a log event by making what is missing on the way, and a metric.
// Prints one line of JSON: what it read, and the calls that it made in turn.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"log"
	"os"
	"time"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/awserr"
	"github.com/aws/aws-sdk-go/aws/ec2metadata"
	"github.com/aws/aws-sdk-go/aws/request"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/cloudwatch"
	"github.com/aws/aws-sdk-go/service/cloudwatchlogs"
)

type call struct{ Operation, Encoding, Outcome string }

var calls = []call{}

func main() {
	metadata := ec2metadata.New(session.Must(session.NewSession()))
	read := func(path string) string {
		text, err := metadata.GetMetadata(path)
		check(err)
		return text
	}
	document, err := metadata.GetInstanceIdentityDocument()
	check(err)
	facts := map[string]interface{}{
		"hostname": read("hostname"),
		"document": map[string]string{
			"accountId": document.AccountID, "instanceId": document.InstanceID,
			"instanceType": document.InstanceType, "imageId": document.ImageID, "region": document.Region,
		},
		"role": read("iam/security-credentials"),
		"tags": read("tags/instance"),
		"name": read("tags/instance/Name"),
	}

	own := session.Must(session.NewSession(aws.NewConfig().WithRegion(document.Region).WithMaxRetries(0)))
	logs, metrics := cloudwatchlogs.New(own), cloudwatch.New(own)
	logs.Handlers.Complete.PushBack(note)
	metrics.Handlers.Complete.PushBack(note)
	group, stream := aws.String("/agent"), aws.String(document.InstanceID)

	put := func() error {
		sending, _ := logs.PutLogEventsRequest(&cloudwatchlogs.PutLogEventsInput{
			LogGroupName: group, LogStreamName: stream,
			LogEvents: []*cloudwatchlogs.InputLogEvent{{
				Message: aws.String("made inside"), Timestamp: aws.Int64(time.Now().UnixMilli()),
			}},
		})
		sending.Handlers.Build.PushBack(compress)
		return sending.Send()
	}
	makeStream := func() error {
		_, err := logs.CreateLogStream(&cloudwatchlogs.CreateLogStreamInput{LogGroupName: group, LogStreamName: stream})
		return err
	}
	if missing(put()) {
		if missing(makeStream()) {
			_, err := logs.CreateLogGroup(&cloudwatchlogs.CreateLogGroupInput{LogGroupName: group})
			check(err)
			check(makeStream())
			_, err = logs.PutRetentionPolicy(&cloudwatchlogs.PutRetentionPolicyInput{
				LogGroupName: group, RetentionInDays: aws.Int64(7),
			})
			check(err)
		}
		check(put())
	}

	measure, _ := metrics.PutMetricDataRequest(&cloudwatch.PutMetricDataInput{
		Namespace: aws.String("CWAgent"),
		MetricData: []*cloudwatch.MetricDatum{{
			MetricName: aws.String("mem_used_percent"), Unit: aws.String("Percent"), Timestamp: aws.Time(time.Now()),
			Values: aws.Float64Slice([]float64{40, 42}), Counts: aws.Float64Slice([]float64{1, 3}),
			Dimensions: []*cloudwatch.Dimension{{Name: aws.String("InstanceId"), Value: stream}},
		}},
	})
	measure.Handlers.Build.PushBack(compress)
	check(measure.Send())

	// What the agent's policy does not permit; the outcome is among the calls.
	_, _ = logs.GetLogEvents(&cloudwatchlogs.GetLogEventsInput{LogGroupName: group, LogStreamName: stream})
	facts["calls"] = calls
	check(json.NewEncoder(os.Stdout).Encode(facts))
}

// Compresses the body that the SDK has built; the signature is made after this.
func compress(r *request.Request) {
	plain, err := io.ReadAll(r.GetBody())
	check(err)
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	_, err = writer.Write(plain)
	check(err)
	check(writer.Close())
	r.SetBufferBody(packed.Bytes())
	r.HTTPRequest.Header.Set("Content-Encoding", "gzip")
}

func note(r *request.Request) {
	outcome := "done"
	if r.Error != nil {
		outcome = r.Error.Error()
		if failure, ok := r.Error.(awserr.Error); ok {
			outcome = failure.Code()
		}
	}
	calls = append(calls, call{r.Operation.Name, r.HTTPRequest.Header.Get("Content-Encoding"), outcome})
}

func missing(err error) bool {
	failure, ok := err.(awserr.Error)
	if ok && failure.Code() == cloudwatchlogs.ErrCodeResourceNotFoundException {
		return true
	}
	check(err)
	return false
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
