/** The form of a region's name. AWS opens regions more often than a list is renewed, so the form is what is held. */
export const isRegionName = (text: string): boolean => /^[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}$/.test(text)

/** AWS's partitions, as botocore's endpoints name them. */
export const PARTITIONS = [
  'aws',
  'aws-cn',
  'aws-us-gov',
  'aws-iso',
  'aws-iso-b',
  'aws-iso-e',
  'aws-iso-f',
  'aws-eusc',
] as const
