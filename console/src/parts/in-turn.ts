/** Runs the work for each item, one after another, so that the first refusal stops the rest. */
export async function inTurn<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  for (const item of items) await work(item)
}
