/** The items in their order, but for those whose name is what is sought, and then those whose name begins so. */
export function nearestFirst<Item>(
  items: readonly Item[],
  name: (item: Item) => string,
  sought: string,
): readonly Item[] {
  const wanted = sought.trim().toLowerCase()
  if (wanted === '') return items
  const ranks: readonly [Item[], Item[], Item[]] = [[], [], []]
  for (const item of items) {
    const its = name(item).toLowerCase()
    ranks[its === wanted ? 0 : its.startsWith(wanted) ? 1 : 2].push(item)
  }
  return ranks.flat()
}
