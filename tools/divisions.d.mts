export declare const source: string
export declare function divisions(within?: (id: string) => boolean): [string, string, string, string | null, string][]
