import { I18nProvider } from '@cloudscape-design/components/i18n'
import messages from '@cloudscape-design/components/i18n/messages/all.en'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { createBrowserRouter, Navigate, type RouteObject, RouterProvider } from 'react-router'
import { noteFailure } from '../aws/client.ts'
import type { Crumb } from '../parts/Page.tsx'
import { sessionPages } from '../session/area.ts'
import { SignIn } from '../session/SignIn.tsx'
import { credentialsOf, useSession } from '../session/session.ts'
import type { PageRoute } from './area.ts'
import { AREAS } from './areas.ts'
import { followLinks } from './follow-links.ts'
import { IamHome } from './IamHome.tsx'
import { Needing, NoSuchPage, PageFailed } from './lost.tsx'
import { forgetMessages } from './notify.ts'
import { region } from './region.ts'
import { Shell } from './Shell.tsx'

/** The console: the sign-in until somebody has signed in, then its pages. */
export function App() {
  const session = useSession()
  const chosenRegion = region.use()
  const signedIn = session?.principal.arn
  // biome-ignore lint/correctness/useExhaustiveDependencies: another principal is what ends it.
  useEffect(() => forgetMessages, [signedIn])
  const who = session && credentialsOf(session).accessKeyId
  // What one principal has read in one region is not another's.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of either is what makes it a new one.
  const queries = useMemo(makeQueries, [who, chosenRegion])
  if (!session) return <SignIn />
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <QueryClientProvider client={queries} key={`${who} ${chosenRegion}`}>
        <Pages />
      </QueryClientProvider>
    </I18nProvider>
  )
}

function Pages() {
  const router = useMemo(makeRouter, [])
  useEffect(() => followLinks((path) => void router.navigate(path)), [router])
  return <RouterProvider router={router} />
}

function makeRouter() {
  const pages = [
    ...AREAS.flatMap((area) => area.pages.map((page) => routeOf(page, area.links[0]))),
    ...sessionPages.map((page) => routeOf(page)),
  ]
  return createBrowserRouter([
    {
      element: <Shell />,
      errorElement: <PageFailed />,
      // While the first page's code is on its way.
      hydrateFallbackElement: <div />,
      children: [
        {
          errorElement: <PageFailed />,
          children: [
            ...pages,
            { path: '/', element: <Navigate to="/iam" replace /> },
            { path: '/iam/home', element: <IamHome /> },
            { path: '*', element: <NoSuchPage /> },
          ],
        },
      ],
    },
  ])
}

/** `back` leads from the page, where its address says too little, to the list that links to it. */
const routeOf = ({ path, needs, load }: PageRoute, back?: Crumb): RouteObject => ({
  path,
  lazy: async () => {
    const { Component } = await load()
    if (needs === undefined) return { Component }
    return {
      element: (
        <Needing what={needs} back={back}>
          <Component />
        </Needing>
      ),
    }
  },
})

function makeQueries(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: noteFailure }),
    mutationCache: new MutationCache({ onError: noteFailure }),
    // The SDK has tried again where that helps.
    defaultOptions: { queries: { retry: false, staleTime: 1000 } },
  })
}
