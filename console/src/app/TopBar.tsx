import TopNavigation from '@cloudscape-design/components/top-navigation'
import { keep, type Session, signOut, useSession, withoutRole } from '../session/session.ts'
import { REGIONS, region } from './region.ts'
import { applyTheme, theme } from './theme.ts'

/** The bar over every page: region, looks, and who is signed in. */
export function TopBar() {
  const session = useSession()
  const chosenRegion = region.use()
  const looks = theme.use()
  const other = looks === 'dark' ? 'light' : 'dark'
  return (
    <TopNavigation
      identity={{ href: '/', title: 'Rolecall', logo: { src: '/icon.svg', alt: '' } }}
      i18nStrings={{ overflowMenuTriggerText: 'More', overflowMenuTitleText: 'All' }}
      utilities={[
        {
          type: 'button',
          iconName: 'gen-ai',
          iconSvg: <HalfMoon />,
          ariaLabel: `Switch to ${other} mode`,
          title: `Switch to ${other} mode`,
          onClick: () => {
            theme.set(other)
            applyTheme(other)
          },
        },
        {
          type: 'menu-dropdown',
          text: REGIONS[chosenRegion] ?? chosenRegion,
          ariaLabel: `${REGIONS[chosenRegion] ?? ''} ${chosenRegion}`.trim(),
          items: regionItems(chosenRegion),
          onItemClick: ({ detail }) => region.set(detail.id),
        },
        ...(session ? [accountMenu(session)] : []),
      ]}
    />
  )
}

const HalfMoon = () => (
  <svg viewBox="0 0 16 16" focusable="false" aria-hidden="true">
    <path d="M8 1.5a6.5 6.5 0 1 0 0 13z" fill="currentColor" />
    <circle cx="8" cy="8" r="6.5" fill="none" />
  </svg>
)

const regionItems = (chosen: string) =>
  Object.entries(chosen in REGIONS ? REGIONS : { [chosen]: chosen, ...REGIONS }).map(([id, text]) => ({
    id,
    text,
    description: id,
  }))

function accountMenu(session: Session) {
  const { principal, role } = session
  const who = role?.displayName ?? principal.userName ?? 'root'
  const account = role?.account ?? principal.accountAlias ?? principal.account
  return {
    type: 'menu-dropdown' as const,
    text: `${who} @ ${account}`,
    description: role ? `${role.roleName}, signed in as ${principal.userName ?? 'root'}` : principal.arn,
    iconName: 'user-profile' as const,
    items: [
      ...(role ? [{ id: 'back', text: `Switch back to ${principal.userName ?? 'root'}` }] : []),
      { id: 'switch', text: 'Switch role', href: '/switch-role' },
      ...(principal.userName !== undefined && !role
        ? [{ id: 'password', text: 'Change password', href: '/change-password' }]
        : []),
      { id: 'out', text: 'Sign out' },
    ],
    onItemClick: ({ detail }: { readonly detail: { readonly id: string } }) => {
      if (detail.id === 'back') keep(withoutRole(session))
      if (detail.id === 'out') {
        signOut()
        // Who signs in next begins at the beginning.
        history.replaceState(null, '', '/')
      }
    },
  }
}
