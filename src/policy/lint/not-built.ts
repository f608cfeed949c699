/** The checks of AWS's reference that the linter does not make, each with its reason. */
export const NOT_BUILT: Readonly<Record<string, string>> = {
  CONFIRM_AUDIENCE_CLAIM_TYPE:
    'the reference names neither when it is found nor what stands for its placeholder audienceType',
  DEPRECATED_GLOBAL_CONDITION_KEY:
    'it speaks of aws:ARN alone, as UNSUPPORTED_GLOBAL_CONDITION_KEY does, and nothing says which of the two is found when',
  SCP_SYNTAX_ERROR_ACTION_WILDCARD:
    'Organizations takes wildcards anywhere in an action since September 2025; the reference still shows the check',
  VARIABLE_USAGE_TOO_PERMISSIVE:
    'which keys and variables it means is not published, and AWS itself recommends aws:ResourceAccount with ${aws:PrincipalAccount}',
}
