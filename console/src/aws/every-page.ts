/** Collects all pages of a list: `page` answers one and the token of the next. */
export async function everyPage<Item, Token>(
  page: (token: Token | undefined) => Promise<{ readonly items: readonly Item[]; readonly next: Token | undefined }>,
): Promise<Item[]> {
  const items: Item[] = []
  let token: Token | undefined
  do {
    const answer = await page(token)
    items.push(...answer.items)
    token = answer.next
  } while (token !== undefined)
  return items
}
