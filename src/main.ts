import { run } from './app/cli/program.ts'

// a reader such as head may close the pipe before we are done
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
process.exitCode = await run(process.argv)
