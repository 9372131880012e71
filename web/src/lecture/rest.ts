/** The HTTP endpoints of lectures. */

import { Refusal, type LectureRules, type TimelineCue } from "./wire";

/** What everybody may know of a room. */
export interface RoomCard {
  code: string;
  title: string;
  course: string;
  language: string;
  isClosed: boolean;
  allowsNames: boolean;
  allowsPrivate: boolean;
}

export interface OpenedLecture {
  room: string;
  code: string;
  title: string;
  course: string;
  expiresAt: string;
  deleteAt: string;
  lecturerToken: string;
  lecturerLink: string;
  projectorToken: string;
  projectorLink: string;
  studentLink: string;
}

export interface LectureOpening {
  title: string;
  course: string;
  voice: string | null;
  language: string;
  rules: Partial<LectureRules>;
  hours: number;
  keepDays: number;
}

export interface JoinedRoom {
  token: string;
  room: string;
  member: string;
  expiresAt: string;
}

export interface SlidePlace {
  locator: string;
  source: string;
}

/** What became of an uploaded file. */
export interface FileReport {
  file: string;
  result: string;
  passages: number;
  message: string | null;
}

export interface UploadReport {
  course: string;
  documents: number;
  passages: number;
  files: FileReport[];
}

export const exportFormats = ["html", "md", "vtt", "srt", "csv", "json"] as const;

export type ExportFormat = (typeof exportFormats)[number];

const root = "/api/lectures";

export const qrPath = (code: string) => `${root}/codes/${encodeURIComponent(code)}/qr.svg`;

export const lectures = {
  open: (opening: LectureOpening, key: string) =>
    request<OpenedLecture>("POST", root, { body: opening, headers: key === "" ? {} : { "X-Lecture-Key": key } }),
  find: (code: string) => request<RoomCard>("GET", `${root}/codes/${encodeURIComponent(code)}`),
  join: (code: string) => request<JoinedRoom>("POST", `${root}/codes/${encodeURIComponent(code)}/join`),
  slides: (room: string, token: string) =>
    request<{ slides: SlidePlace[] }>("GET", `${root}/${room}/slides`, { token }).then((answer) => answer.slides),
  /** The times of the slides of a PPTX file. */
  timeline: (room: string, token: string, file: File) =>
    request<{ cues: TimelineCue[] }>("POST", `${root}/${room}/timeline`, { token, file }).then((answer) => answer.cues),
  remove: (room: string, token: string) => request<void>("DELETE", `${root}/${room}`, { token }),
  exportLink: (room: string, token: string, format: ExportFormat) => `${root}/${room}/export?format=${format}&token=${encodeURIComponent(token)}`,
};

interface RequestOptions {
  token?: string;
  body?: unknown;
  file?: File;
  headers?: Record<string, string>;
}

async function request<T>(method: string, path: string, { token, body, file, headers = {} }: RequestOptions = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        ...headers,
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(file === undefined ? {} : { body: file }),
    });
  } catch {
    throw new Refusal("unreachable", "The server cannot be reached. Check the connection and try again.");
  }
  if (!response.ok) {
    throw toRefusal(response.status, await response.text());
  }
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** Sends course files; fetch cannot tell how far an upload is, XMLHttpRequest can. @param onProgress Told the part sent, 0 to 1. */
export function uploadFiles(room: string, token: string, files: readonly File[], onProgress: (sent: number) => void): Promise<UploadReport> {
  const form = new FormData();
  for (const file of files) {
    form.append("files", file);
  }
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open("POST", `${root}/${room}/files`);
    sending.setRequestHeader("Authorization", `Bearer ${token}`);
    sending.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    sending.onerror = () => reject(new Refusal("unreachable", "The connection was lost while the files were sent. Send them again."));
    sending.onload = () =>
      sending.status < 300 ? resolve(JSON.parse(sending.responseText) as UploadReport) : reject(toRefusal(sending.status, sending.responseText));
    sending.send(form);
  });
}

function toRefusal(status: number, text: string): Refusal {
  try {
    const problem = JSON.parse(text) as { detail?: string; code?: string };
    return new Refusal(problem.code ?? `http-${status}`, problem.detail ?? `The server answered ${status}.`);
  } catch {
    return new Refusal(`http-${status}`, `The server answered ${status}.`);
  }
}
