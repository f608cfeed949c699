import { useSearchParams } from 'react-router'

/** A text of the address, such as `?search=`; an empty one is not written. */
export function useSearchText(name: string): readonly [string, (text: string) => void] {
  const [search, setSearch] = useSearchParams()
  const change = (text: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before)
        if (text === '') next.delete(name)
        else next.set(name, text)
        return next
      },
      { replace: true },
    )
  return [search.get(name) ?? '', change]
}
