import { expect, it } from "vitest";
import { cuesOfVtt, placeOf, timelinesOf } from "../src/lecture/timeline";

it("reads the start of every cue and what it is called", () => {
  const vtt = "WEBVTT\r\n\r\nslide 1\r\n00:00.000 --> 01:10.500\r\nWelcome.\r\n\r\nNOTE nothing\n\n01:02:03.500 --> 01:02:09.000 align:start\nOn we go.";
  expect(cuesOfVtt(vtt)).toEqual([
    { locator: "slide 1", atSeconds: 0 },
    { locator: "On we go.", atSeconds: 3_723.5 },
  ]);
});

it("finds nothing in a file that has no cues", () => {
  expect(cuesOfVtt("Hello.\n\nThere --> here\nno time")).toEqual([]);
});

it("follows documents whose places are times, and no others", () => {
  const slides = [
    { locator: "00:00", source: "talk.vtt" },
    { locator: "01:15", source: "talk.vtt" },
    { locator: "slide 2", source: "deck.pptx" },
  ];
  expect([...timelinesOf(slides)]).toEqual([["talk.vtt", [{ locator: "talk.vtt, 00:00", atSeconds: 0 }, { locator: "talk.vtt, 01:15", atSeconds: 75 }]]]);
});

it("names a place with its document, as far as that fits", () => {
  expect(placeOf({ locator: "slide 3", source: "Codecs" })).toBe("Codecs, slide 3");
  expect(placeOf({ locator: "Codecs › Size", source: "Codecs" })).toBe("Codecs › Size");
  expect(placeOf({ locator: "slide 3", source: "x".repeat(200) })).toBe("slide 3");
});
