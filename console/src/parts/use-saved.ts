import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { notify } from '../app/notify.ts'

/** After a form has been saved: says so, and goes to the page that shows it, which reads it anew. */
export function useSaved(): (sentence: string, href: string) => void {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return (sentence, href) => {
    notify('success', sentence)
    void queries.invalidateQueries()
    void navigate(href)
  }
}
