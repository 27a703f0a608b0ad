/**
 * What is to take a namespace's place is gathered first, under a name that no namespace has: nobody sees it there, and a
 * program that ends meanwhile has changed nothing. `seq`, the number of its first commit, makes the name its own.
 */
export const stagedName = (seq: number, namespace: string): string => `\0${seq} ${namespace}`

/** Whether what stands under a name waits to take a namespace's place. */
export const isStaged = (name: string): boolean => name.startsWith('\0')

/** The namespace that what is staged under a name is for. */
export const targetOf = (name: string): string => name.slice(name.indexOf(' ') + 1)
