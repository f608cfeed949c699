/** Role tags overridden by session tags, without regard to the case of keys. */
export function principalTags(
  entity: Readonly<Record<string, string>>,
  session: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const keys = Object.keys(session)
  if (keys.length === 0) return entity
  const overridden = new Set(keys.map((key) => key.toLowerCase()))
  const kept = Object.entries(entity).filter(([key]) => !overridden.has(key.toLowerCase()))
  return { ...Object.fromEntries(kept), ...session }
}
