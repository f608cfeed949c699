import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { type CheckedPolicy, type CheckMemory, checkPolicy, type PolicyFinding, syntaxFinding } from './findings.ts'

/** The same each time, so that nothing is told anew. */
const NONE: readonly PolicyFinding[] = []

/** How long nobody writes before the server is asked. */
const SETTLED_MS = 400

export interface Findings {
  readonly findings: readonly PolicyFinding[]
  readonly withoutServer: string | undefined
  /** They are of a text before this one. */
  readonly checking: boolean
}

/** Findings about a policy while it is written. */
export function useFindings({ text, kind, on }: CheckedPolicy): Findings {
  const settled = useSettled(text)
  const syntax = useMemo(() => syntaxFinding(text), [text])
  const queries = useQueryClient()
  const query = useQuery({
    queryKey: ['policy-findings', kind, on, settled],
    queryFn: () => checkPolicy({ text: settled, kind, on }, memoryOf(queries)),
    enabled: !syntax && settled.trim() !== '' && settled === text,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  })
  return useMemo(() => {
    if (text.trim() === '') return { findings: NONE, withoutServer: undefined, checking: false }
    if (syntax) return { findings: [syntax], withoutServer: undefined, checking: false }
    const { findings = NONE, withoutServer } = query.data ?? {}
    const failed = query.error ? `The policy could not be checked: ${query.error.message}` : undefined
    return { findings, withoutServer: failed ?? withoutServer, checking: settled !== text || query.isFetching }
  }, [text, syntax, settled, query.data, query.error, query.isFetching])
}

/** One for each principal and region, as the queries are. */
const memories = new WeakMap<object, CheckMemory>()

function memoryOf(queries: object): CheckMemory {
  const memory = memories.get(queries) ?? {}
  memories.set(queries, memory)
  return memory
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLED_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
