import { createContext, useContext } from 'react'

/** ARNs by the unique ids that stand in the policies of what is shown; policies that are kept name users and roles so. */
export const PrincipalNames = createContext<Readonly<Record<string, string>>>({})

/** A value of a Principal element, with the ARN in place of an id that is somebody's, and that id. */
export function useNamed(value: string): { readonly text: string; readonly id?: string } {
  const names = useContext(PrincipalNames)
  const [id = ''] = /\bA(?:IDA|ROA)[A-Z0-9]+$/.exec(value) ?? []
  const arn = id === '' ? undefined : names[id]
  return arn === undefined ? { text: value } : { text: value.slice(0, -id.length) + arn, id }
}
