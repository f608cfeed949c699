import {
  DeleteAccountPasswordPolicyCommand,
  GetAccountPasswordPolicyCommand,
  type PasswordPolicy,
  UpdateAccountPasswordPolicyCommand,
  type UpdateAccountPasswordPolicyCommandInput,
} from '@aws-sdk/client-iam'
import { useQuery } from '@tanstack/react-query'
import { iam } from '../aws/iam.ts'

/** A custom policy as it is written. */
export type CustomPolicy = UpdateAccountPasswordPolicyCommandInput

/** The account's password policy; null: IAM's default one. */
export const usePasswordPolicy = (enabled = true) =>
  useQuery({ queryKey: ['password-policy'], queryFn: passwordPolicy, enabled })

async function passwordPolicy(): Promise<PasswordPolicy | null> {
  try {
    const answer = await iam().send(new GetAccountPasswordPolicyCommand({}))
    return answer.PasswordPolicy ?? null
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchEntityException') return null
    throw error
  }
}

export const setCustomPolicy = (policy: CustomPolicy) => iam().send(new UpdateAccountPasswordPolicyCommand(policy))

/** IAM's default policy holds then. Where it holds already there is nothing to delete. */
export async function setDefaultPolicy(): Promise<void> {
  try {
    await iam().send(new DeleteAccountPasswordPolicyCommand({}))
  } catch (error) {
    if (!(error instanceof Error && error.name === 'NoSuchEntityException')) throw error
  }
}
