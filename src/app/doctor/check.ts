/** How one thing stands, in a sentence, and what to do about it when it is not well. */
export interface Check {
  check: string
  label: string
  state: 'ok' | 'warn' | 'fail'
  says: string
  todo: string | null
}

export type Finding = Pick<Check, 'state' | 'says'> & { todo?: string }

export const ok = (says: string): Finding => ({ state: 'ok', says })
export const warn = (says: string, todo: string): Finding => ({ state: 'warn', says, todo })
export const fail = (says: string, todo: string): Finding => ({ state: 'fail', says, todo })

/** Looks at one thing; what cannot be looked at has failed. */
export async function look(check: string, label: string, work: () => Promise<Finding> | Finding): Promise<Check> {
  try {
    const { state, says, todo } = await work()
    return { check, label, state, says, todo: todo ?? null }
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error)
    return { check, label, state: 'fail', says: `查不了：${says}`, todo: '请按提示处理后再查一次' }
  }
}
