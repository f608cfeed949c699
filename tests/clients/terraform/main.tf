# What a deployment of a web server describes: who it is, what it may do, where it keeps things.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "5.100.0" }
  }
}

variable "endpoint" { type = string }
variable "team" { type = string }
variable "retention" { type = number }

# Credentials come from the environment, as in a pipeline.
provider "aws" {
  region            = "us-east-1"
  s3_use_path_style = true
  endpoints {
    iam  = var.endpoint
    sts  = var.endpoint
    ec2  = var.endpoint
    s3   = var.endpoint
    logs = var.endpoint
  }
}

provider "aws" {
  alias             = "ireland"
  region            = "eu-west-1"
  s3_use_path_style = true
  endpoints {
    iam  = var.endpoint
    sts  = var.endpoint
    ec2  = var.endpoint
    s3   = var.endpoint
    logs = var.endpoint
  }
}

data "aws_caller_identity" "me" {}
data "aws_partition" "here" {}
data "aws_region" "here" {}

data "aws_iam_policy_document" "ec2" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "objects" {
  statement {
    actions   = ["s3:GetObject", "s3:ListBucket"]
    resources = [aws_s3_bucket.config.arn, "${aws_s3_bucket.config.arn}/*"]
  }
}

data "aws_iam_policy" "agent" {
  name = "CloudWatchAgentServerPolicy"
}

resource "aws_iam_role" "web" {
  name                 = "web"
  path                 = "/service/"
  description          = "What the web servers are"
  max_session_duration = 7200
  assume_role_policy   = data.aws_iam_policy_document.ec2.json
  tags                 = { team = var.team }
}

resource "aws_iam_role_policy" "objects" {
  name   = "objects"
  role   = aws_iam_role.web.id
  policy = data.aws_iam_policy_document.objects.json
}

resource "aws_iam_policy" "logs" {
  name = "write-logs"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "logs:PutLogEvents", Resource = "${aws_cloudwatch_log_group.web.arn}:*" }]
  })
  tags = { team = var.team }
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.web.name
  policy_arn = aws_iam_policy.logs.arn
}

resource "aws_iam_role_policy_attachment" "agent" {
  role       = aws_iam_role.web.name
  policy_arn = data.aws_iam_policy.agent.arn
}

resource "aws_iam_instance_profile" "web" {
  name = "web"
  role = aws_iam_role.web.name
}

resource "aws_iam_group" "operators" {
  name = "operators"
}

resource "aws_iam_group_policy" "operators" {
  name  = "read"
  group = aws_iam_group.operators.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "iam:Get*", Resource = "*" }]
  })
}

resource "aws_iam_user" "alice" {
  name                 = "alice"
  tags                 = { team = var.team }
  permissions_boundary = "arn:aws:iam::aws:policy/PowerUserAccess"
}

resource "aws_iam_user_group_membership" "alice" {
  user   = aws_iam_user.alice.name
  groups = [aws_iam_group.operators.name]
}

resource "aws_iam_user_login_profile" "alice" {
  user            = aws_iam_user.alice.name
  password_length = 24
}

resource "aws_iam_account_password_policy" "strict" {
  minimum_password_length        = var.team == "web" ? 12 : 14
  require_lowercase_characters   = true
  require_uppercase_characters   = true
  require_numbers                = true
  require_symbols                = var.team != "web"
  allow_users_to_change_password = true
  max_password_age               = 90
  password_reuse_prevention      = var.team == "web" ? null : 24
}

resource "aws_iam_access_key" "alice" {
  user = aws_iam_user.alice.name
}

resource "aws_s3_bucket" "config" {
  bucket = "terraform-config"
  tags   = { team = var.team }
}

resource "aws_s3_bucket_public_access_block" "config" {
  bucket                  = aws_s3_bucket.config.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "config" {
  bucket = aws_s3_bucket.config.id
  rule {
    apply_server_side_encryption_by_default { sse_algorithm = "AES256" }
  }
}

resource "aws_s3_bucket_policy" "config" {
  bucket = aws_s3_bucket.config.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = aws_iam_role.web.arn }
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.config.arn}/*"
    }]
  })
}

resource "aws_s3_object" "config" {
  bucket       = aws_s3_bucket.config.id
  key          = "web/app.conf"
  content      = "colour = blue\n"
  content_type = "text/plain"
}

resource "aws_cloudwatch_log_group" "web" {
  name              = "/web"
  retention_in_days = var.retention
  tags              = { team = var.team }
}

resource "aws_cloudwatch_log_stream" "web" {
  name           = "boot"
  log_group_name = aws_cloudwatch_log_group.web.name
}

resource "aws_cloudwatch_log_group" "ireland" {
  provider          = aws.ireland
  name              = "/web-ireland"
  retention_in_days = 7
}

output "account" { value = data.aws_caller_identity.me.account_id }
output "role" { value = aws_iam_role.web.arn }
output "ireland" { value = aws_cloudwatch_log_group.ireland.arn }
