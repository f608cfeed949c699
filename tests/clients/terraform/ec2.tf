# The machines of the deployment: which image they run, in which network, behind which rules, and as whom.
variable "public_key" { type = string }

data "aws_ami" "amazon_linux" {
  most_recent = true
  owners      = ["amazon"]
  filter {
    name   = "name"
    values = ["al2023-ami-2023.*-x86_64"]
  }
  filter {
    name   = "virtualization-type"
    values = ["hvm"]
  }
}

data "aws_vpc" "default" {
  default = true
}

data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}

data "aws_subnet" "first" {
  id = sort(data.aws_subnets.default.ids)[0]
}

data "aws_ec2_instance_type" "micro" {
  instance_type = "t3.micro"
}

data "aws_ec2_instance_type_offerings" "here" {
  location_type = "availability-zone"
  filter {
    name   = "instance-type"
    values = ["t3.micro"]
  }
}

resource "aws_key_pair" "operators" {
  key_name   = "operators"
  public_key = var.public_key
  tags       = { team = var.team }
}

resource "aws_security_group" "web" {
  name        = "web"
  description = "What reaches the web servers"
  vpc_id      = data.aws_vpc.default.id
  ingress {
    description = "the world"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
  tags = { team = var.team }
}

resource "aws_security_group" "workers" {
  name   = "workers"
  vpc_id = data.aws_vpc.default.id
}

resource "aws_vpc_security_group_ingress_rule" "workers" {
  security_group_id            = aws_security_group.workers.id
  referenced_security_group_id = aws_security_group.web.id
  ip_protocol                  = "tcp"
  from_port                    = 8080
  to_port                      = 8080
  tags                         = { team = var.team }
}

resource "aws_iam_instance_profile" "other" {
  name = "other"
  role = aws_iam_role.web.name
}

resource "aws_launch_template" "web" {
  name                   = "web"
  image_id               = data.aws_ami.amazon_linux.id
  instance_type          = "t3.micro"
  key_name               = aws_key_pair.operators.key_name
  update_default_version = true
  iam_instance_profile {
    name = aws_iam_instance_profile.web.name
  }
  tag_specifications {
    resource_type = "network-interface"
    tags          = { team = "web" }
  }
  tags = { team = var.team }
}

# The profile, the metadata options and whatever else may change while it runs are the instance's own.
resource "aws_instance" "web" {
  instance_type          = "t3.micro"
  subnet_id              = data.aws_subnet.first.id
  vpc_security_group_ids = [aws_security_group.web.id]
  iam_instance_profile   = var.team == "web" ? aws_iam_instance_profile.web.name : aws_iam_instance_profile.other.name
  monitoring             = var.team != "web"
  user_data              = "#!/bin/sh"
  tags                   = { Name = "web", team = var.team }
  launch_template {
    id      = aws_launch_template.web.id
    version = "$Latest"
  }
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = var.team == "web" ? "optional" : "required"
    http_put_response_hop_limit = var.team == "web" ? 1 : 2
    instance_metadata_tags      = "enabled"
  }
  root_block_device {
    volume_size = 20
    volume_type = "gp3"
  }
  credit_specification {
    cpu_credits = var.team == "web" ? "standard" : "unlimited"
  }
}

output "instance" { value = aws_instance.web.id }
output "image" { value = data.aws_ami.amazon_linux.name }
output "default_vpc" { value = data.aws_vpc.default.cidr_block }
output "subnets" { value = length(data.aws_subnets.default.ids) }
output "memory" { value = data.aws_ec2_instance_type.micro.memory_size }
output "zones" { value = length(data.aws_ec2_instance_type_offerings.here.locations) }
