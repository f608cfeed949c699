import type { ReactNode } from 'react'

/** Buttons beside each other, in lines where there are many. */
export const Actions = ({ children }: { readonly children: ReactNode }) => <div className="actions">{children}</div>
