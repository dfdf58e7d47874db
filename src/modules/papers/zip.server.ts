import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'

interface Entry {
  name: Buffer
  crc: number
  size: number
  offset: number
}

/** A zip written entry by entry, contents stored as they are: photos and papers do not get smaller. */
export interface Zip {
  add(name: string, content: Buffer): Promise<void>
  close(): Promise<void>
}

// 2026-01-01 00:00: an archive's entries have no hour of their own
const madeAt = { time: 0, date: ((2026 - 1980) << 9) | (1 << 5) | 1 }
/** Names are UTF-8 (bit 11 of the flags). */
const utf8 = 0x0800

function header(entry: Entry, central: boolean): Buffer {
  const start = central ? 46 : 30
  const head = Buffer.alloc(start)
  const at = central ? 2 : 0
  head.writeUInt32LE(central ? 0x02014b50 : 0x04034b50, 0)
  if (central) head.writeUInt16LE(20, 4)
  head.writeUInt16LE(20, 4 + at)
  head.writeUInt16LE(utf8, 6 + at)
  head.writeUInt16LE(madeAt.time, 10 + at)
  head.writeUInt16LE(madeAt.date, 12 + at)
  head.writeUInt32LE(entry.crc, 14 + at)
  head.writeUInt32LE(entry.size, 18 + at)
  head.writeUInt32LE(entry.size, 22 + at)
  head.writeUInt16LE(entry.name.length, 26 + at)
  if (central) head.writeUInt32LE(entry.offset, 42)
  return Buffer.concat([head, entry.name])
}

/** Opens a zip at a path; up to 4 GB. A disk that is full refuses the entry that no longer fits. */
export async function openZip(path: string): Promise<Zip> {
  const out = await open(path, 'w', 0o600)
  const entries: Entry[] = []
  let offset = 0
  const write = async (part: Buffer) => {
    offset += part.length
    await out.writeFile(part)
  }
  return {
    async add(name, content) {
      const entry = { name: Buffer.from(name), crc: crc32(content), size: content.length, offset }
      entries.push(entry)
      await write(header(entry, false))
      await write(content)
    },
    async close() {
      const from = offset
      for (const entry of entries) await write(header(entry, true))
      const end = Buffer.alloc(22)
      end.writeUInt32LE(0x06054b50, 0)
      end.writeUInt16LE(entries.length, 8)
      end.writeUInt16LE(entries.length, 10)
      end.writeUInt32LE(offset - from, 12)
      end.writeUInt32LE(from, 16)
      await write(end)
      await out.close()
    },
  }
}
