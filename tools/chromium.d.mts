import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'

export declare function openBrowser(): Promise<Browser>
export declare function openPhone(folder: string, options: BrowserContextOptions): Promise<BrowserContext>
