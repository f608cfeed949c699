import type { Page } from 'playwright-core'

/** Name and path of a page, and what is done on it before it is looked at. */
export type LookedAt = readonly [name: string, path: string, prepare?: (page: Page) => Promise<void>]

const ROLE = 'arn:aws:iam::123456789012:role'

/** Every page of the console, on the account of `buildWorld`. */
export const pagesOf = (instanceId: string): readonly LookedAt[] => [
  ['dashboard', '/iam'],
  ['users', '/iam/users'],
  ['user', '/iam/users/alice'],
  ['user-credentials', '/iam/users/alice?tab=security'],
  ['user-create', '/iam/users/create'],
  ['groups', '/iam/groups'],
  ['group', '/iam/groups/developers'],
  ['roles', '/iam/roles'],
  ['role', '/iam/roles/web-server'],
  ['role-trust', '/iam/roles/web-server?tab=trust'],
  ['role-create', '/iam/roles/create'],
  ['policies', '/iam/policies'],
  ['policy', '/iam/policies/view?arn=arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy'],
  ['policy-create', '/iam/policies/create'],
  ['account-settings', '/iam/account-settings'],
  [
    'password-policy',
    '/iam/account-settings/password-policy',
    async (page) => {
      await page.getByRole('radio', { name: 'Custom' }).check()
      await page.getByRole('checkbox', { name: 'Turn on password expiration' }).check()
      await page.getByRole('checkbox', { name: 'Prevent password reuse' }).check()
    },
  ],
  ['policy-check', '/policy-check'],
  ['instance-profiles', '/iam/instance-profiles'],
  ['instance-profile', '/iam/instance-profiles/web-server'],
  ['instances', '/ec2/instances'],
  ['launch', '/ec2/instances/launch'],
  ['instance', `/ec2/instances/${instanceId}`],
  ['modify-iam-role', `/ec2/instances/${instanceId}/iam-role`],
  ['metadata-options', `/ec2/instances/${instanceId}/metadata-options`],
  ['connect', `/ec2/instances/${instanceId}/connect`],
  ['metadata', `/ec2/instances/${instanceId}/metadata`],
  ['trail', '/trail'],
  ['trail-denied', '/trail?decision=denied'],
  ['why-deny', '/trail?decision=denied', (page) => page.getByRole('link', { name: 's3:PutObject' }).first().click()],
  [
    'why-no-trust',
    '/trail?decision=denied',
    (page) => page.getByRole('link', { name: 'sts:AssumeRole' }).first().click(),
  ],
  ['access', '/access'],
  ['access-user', '/access?node=arn:aws:iam::123456789012:user/bob'],
  ['access-role', `/access?node=${ROLE}/administrator`],
  ['what-if', '/what-if'],
  [
    'what-if-draft',
    `/what-if?kind=inline&holder=${ROLE}/web-server&policy=read-config`,
    async (page) => {
      await page.getByRole('checkbox', { name: 'Compare as if the policy were removed' }).check()
      await page.getByRole('button', { name: 'Compare with recent calls' }).click()
      await page.waitForTimeout(2000)
    },
  ],
  ['role-or-profile', '/role-or-profile'],
  ['buckets', '/s3'],
  ['bucket', '/s3/app-config'],
  ['bucket-create', '/s3/bucket/create'],
  ['bucket-folder', '/s3/app-config?prefix=images/'],
  ['bucket-properties', '/s3/app-config?tab=properties'],
  ['bucket-permissions', '/s3/reports?tab=permissions'],
  ['bucket-policy', '/s3/reports/policy'],
  ['bucket-object', '/s3/app-config/object?key=images/logo.svg'],
  ['bucket-upload', '/s3/app-config/upload'],
  ['log-groups', '/logs'],
  ['log-group', '/logs/view?group=/app/web'],
  ['log-events', '/logs/view?group=/app/web&stream=*&follow=true'],
  ['log-group-create', '/logs/create'],
  ['metrics', '/metrics'],
  ['metrics-graph', `/metrics?namespace=App&metric=${encodeURIComponent('["App","Latency","Host","web-1"]')}&range=1h`],
  ['switch-role', '/switch-role'],
  ['change-password', '/change-password'],
  ['nowhere', '/nowhere'],
]
