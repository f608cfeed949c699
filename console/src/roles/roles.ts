import { DeleteRoleCommand, ListRolesCommand, type Role } from '@aws-sdk/client-iam'
import { useQuery } from '@tanstack/react-query'
import { everyPage } from '../aws/every-page.ts'
import { iam } from '../aws/iam.ts'

/** Every role of the account; 1,000 a call. */
export const useRoles = () => useQuery({ queryKey: ['roles'], queryFn: listRoles })

export const listRoles = (): Promise<Role[]> =>
  everyPage(async (Marker: string | undefined) => {
    const { Roles = [], Marker: next } = await iam().send(new ListRolesCommand({ Marker, MaxItems: 1000 }))
    return { items: Roles, next }
  })

export const deleteRole = (RoleName: string) => iam().send(new DeleteRoleCommand({ RoleName }))
