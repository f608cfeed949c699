import { failureOf } from '../aws/failure.ts'

/** What a query has answered, as far as it is of use: what is gone by now is not shown as if it were there. */
export function answered<Data>(query: { readonly data: Data | undefined; readonly error: unknown }): Data | undefined {
  // A reading that fails for a moment takes nothing from the page.
  return query.error && failureOf(query.error).gone ? undefined : query.data
}
