import { DescribeIamInstanceProfileAssociationsCommand, type IamInstanceProfileAssociation } from '@aws-sdk/client-ec2'
import { GetInstanceProfileCommand, type InstanceProfile, ListInstanceProfilesCommand } from '@aws-sdk/client-iam'
import { useQuery } from '@tanstack/react-query'
import { region } from '../app/region.ts'
import { ec2 } from '../aws/ec2.ts'
import { everyPage } from '../aws/every-page.ts'
import { iam } from '../aws/iam.ts'
import type { StepWithInput } from '../parts/steps.ts'
import { addRoleToProfile } from '../roles/create/creation.ts'
import { profileDeletion, removalFromProfile } from '../roles/deletion.ts'

/** What an instance profile is, in a sentence. */
export const PROFILE_MEANS =
  'An instance profile is the container in which an EC2 instance carries a role: it holds one role at most, and an instance has one profile at most.'

/** The page of an instance profile. */
export const profileHref = (name: string): string => `/iam/instance-profiles/${encodeURIComponent(name)}`

/** The pages above one that is about one instance profile. */
export const PROFILES_CRUMBS = [
  { text: 'IAM', href: '/iam' },
  { text: 'Instance profiles', href: '/iam/instance-profiles' },
]

/** Every instance profile of the account. */
export const useProfiles = () =>
  useQuery({
    queryKey: ['instance-profiles'],
    queryFn: (): Promise<InstanceProfile[]> =>
      everyPage(async (Marker: string | undefined) => {
        const { InstanceProfiles = [], Marker: next } = await iam().send(
          new ListInstanceProfilesCommand({ Marker, MaxItems: 1000 }),
        )
        return { items: InstanceProfiles, next }
      }),
  })

export const useProfile = (name: string) =>
  useQuery({
    queryKey: ['instance-profile', name],
    queryFn: () => readProfile(name),
  })

/** The profile with the role in it; throws NoSuchEntity where there is none. */
export async function readProfile(InstanceProfileName: string): Promise<InstanceProfile> {
  const { InstanceProfile: profile } = await iam().send(new GetInstanceProfileCommand({ InstanceProfileName }))
  if (!profile) throw new Error(`The server answered no instance profile ${InstanceProfileName}.`)
  return profile
}

/** The associations of the profile with instances of the chosen region; the API has no filter for the profile. */
export const useAssociationsOf = (arn: string) =>
  useQuery({
    queryKey: ['associations-of-profile', region.get(), arn],
    queryFn: async () => {
      const all = await everyPage(async (NextToken: string | undefined) => {
        const answer = await ec2().send(new DescribeIamInstanceProfileAssociationsCommand({ NextToken }))
        return { items: answer.IamInstanceProfileAssociations ?? [], next: answer.NextToken }
      })
      return all.filter(({ IamInstanceProfile }: IamInstanceProfileAssociation) => IamInstanceProfile?.Arn === arn)
    },
  })

export const roleNameIn = ({ Roles: [role] = [] }: InstanceProfile): string | undefined => role?.RoleName

/** What it takes to have the profile carry the role, or none (undefined) in place of the one that it carries now. */
export function roleChange(profile: InstanceProfile, role: string | undefined): readonly StepWithInput[] {
  const { InstanceProfileName = '' } = profile
  const now = roleNameIn(profile)
  if (now === role) return []
  return [
    ...(now === undefined ? [] : [removalFromProfile(InstanceProfileName, now)]),
    ...(role === undefined ? [] : [addRoleToProfile(InstanceProfileName, role)]),
  ]
}

/** What it takes to delete the profile: IAM refuses while it carries a role. */
export const deletionOfProfile = (profile: InstanceProfile): readonly StepWithInput[] => [
  ...roleChange(profile, undefined),
  profileDeletion(profile.InstanceProfileName ?? ''),
]
