import type { Server } from 'node:http';

export function serve(port: number, folder?: string): Promise<Server>;
export function address(server: Server): string;
