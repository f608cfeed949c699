/** How a password is given: made here, or as somebody writes it. */
export interface PasswordChoice {
  readonly kind: 'auto' | 'custom'
  readonly custom: string
  readonly resetRequired: boolean
}

/** What AWS's console proposes. */
export const AUTO_PASSWORD: PasswordChoice = { kind: 'auto', custom: '', resetRequired: true }

/** Why the choice cannot be taken yet; undefined: it can. The server knows the rules. */
export const passwordBlocked = ({ kind, custom }: PasswordChoice): string | undefined =>
  kind === 'custom' && custom === '' ? 'Enter the custom password.' : undefined

/** The password of the choice, where `generated` is the one that was made. */
export const chosenPassword = ({ kind, custom, resetRequired }: PasswordChoice, generated: string) => ({
  password: kind === 'auto' ? generated : custom,
  resetRequired,
})
