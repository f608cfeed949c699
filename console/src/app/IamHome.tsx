import { Navigate, useLocation } from 'react-router'

/** AWS's address of IAM's console, which IAM's denials name: `/iam/home?region=us-east-1#/authorization-details/ID`. */
export function IamHome() {
  const { hash } = useLocation()
  const [, id] = /^#\/authorization-details\/([0-9a-z]+)$/.exec(hash) ?? []
  return <Navigate to={id === undefined ? '/iam' : `/trail/${id}`} replace />
}
