/** What is wrong with the form of an action; `iam: anything` passes, as it does with IAM. */
export function actionProblem(action: string): string | undefined {
  const [vendor = '', ...names] = action.split(':')
  if (names.length === 0 && vendor !== '*') {
    return 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'
  }
  if (names.length > 1) return 'Actions/Condition can contain only one colon.'
  return vendor === '*' || /^[a-zA-Z0-9.-]*$/.test(vendor) ? undefined : `Vendor ${vendor} is not valid`
}
