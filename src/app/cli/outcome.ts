import { CommanderError } from 'commander'
import { errorCode } from '../../core/db.ts'
import { Failure } from '../../core/failure.ts'

/** What a command answers: lines for people, the same as JSON for programs, and how it ended. */
export interface Outcome {
  json: unknown
  text: string
  /** 0 done · 1 refused, or something is wrong · 2 wrong use. */
  code?: number
}

const wrongUseCode = 'yizhan.wrongUse'

/** Wrong use that only the command itself can tell, such as two options that exclude each other. */
export function wrongUse(message: string): CommanderError {
  return new CommanderError(2, wrongUseCode, message)
}

const diskWords: Readonly<Record<string, string>> = {
  ENOENT: '不存在，请核对路径',
  ENOTDIR: '的上级不是文件夹，请核对路径',
  EISDIR: '是一个文件夹，请写文件名',
  EACCES: '没有读写的权限，请换一个位置或换一个用户',
  EROFS: '在只读的磁盘上，请换一个位置',
  ENOSPC: '所在的磁盘已满，请先清理',
}

/** The exit code for whatever a command threw, and what to say about it; commander has said its own already. */
export function endOf(error: unknown): { code: number; says: string } {
  if (error instanceof CommanderError) {
    const own = error.code === wrongUseCode
    return { code: error.exitCode === 0 ? 0 : 2, says: own ? `${error.message}（用 --help 查看用法）` : '' }
  }
  if (error instanceof Failure) {
    const fields = Object.values(error.fields).filter((message) => message !== error.message)
    return { code: 1, says: [error.message, ...fields].join('\n') }
  }
  const ofDisk = diskWords[errorCode(error) ?? '']
  if (ofDisk) return { code: 1, says: `「${(error as NodeJS.ErrnoException).path ?? ''}」${ofDisk}` }
  const message = error instanceof Error ? error.message : String(error)
  // a sentence of ours needs no trace; what the program did not foresee does
  const foreseen = /[\u4e00-\u9fff]/.test(message)
  return {
    code: 1,
    says: foreseen ? message : `程序出错，请把以下内容告诉维护人员：\n${(error as Error)?.stack ?? message}`,
  }
}
