import {
  CreateLoginProfileCommand,
  DeleteLoginProfileCommand,
  GetLoginProfileCommand,
  type LoginProfile,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam'
import { useQuery } from '@tanstack/react-query'
import { iam } from '../aws/iam.ts'
import { type Step, type StepWithInput, stepWith } from '../parts/steps.ts'
import { attachmentOf } from '../permissions/held-policies.ts'

/** The user's console password, as far as it is told; null: none. */
export const useLoginProfile = (userName: string) =>
  useQuery({ queryKey: ['user', userName, 'login-profile'], queryFn: () => loginProfileOf(userName) })

export async function loginProfileOf(UserName: string): Promise<LoginProfile | null> {
  try {
    const { LoginProfile: profile } = await iam().send(new GetLoginProfileCommand({ UserName }))
    return profile ?? null
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchEntityException') return null
    throw error
  }
}

export interface ConsolePassword {
  readonly password: string
  /** Whether the user has to choose another one at the next sign-in. */
  readonly resetRequired: boolean
}

export const passwordCreation = (UserName: string, password: ConsolePassword): StepWithInput =>
  stepWith(`Set the console password of ${UserName}`, profileInput(UserName, password), (input) =>
    iam().send(new CreateLoginProfileCommand(input)),
  )

export const passwordUpdate = (UserName: string, password: ConsolePassword): StepWithInput =>
  stepWith(`Update the console password of ${UserName}`, profileInput(UserName, password), (input) =>
    iam().send(new UpdateLoginProfileCommand(input)),
  )

const profileInput = (UserName: string, { password, resetRequired }: ConsolePassword) => ({
  UserName,
  Password: password,
  PasswordResetRequired: resetRequired,
})

const CHANGE_PASSWORD = 'arn:aws:iam::aws:policy/IAMUserChangePassword'

/** Sets the password, and permits who has to change it to do so, as AWS's console does. */
export const passwordSteps = (
  userName: string,
  password: ConsolePassword,
  set: typeof passwordCreation,
): readonly StepWithInput[] => [
  ...(password.resetRequired ? [attachmentOf({ kind: 'user', name: userName }, CHANGE_PASSWORD)] : []),
  set(userName, password),
]

export const passwordDeletion = (UserName: string): Step => ({
  what: `Delete the console password of ${UserName}`,
  run: () => iam().send(new DeleteLoginProfileCommand({ UserName })),
})
