using System.Text.RegularExpressions;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Recognises course text that addresses a language model instead of a student.</summary>
internal static partial class InjectionFilter
{
    /// <summary>True for text such as "Ignore all previous instructions and …". It is never evidence and never spoken.</summary>
    public static bool IsInstruction(string text) => Instruction().IsMatch(text);

    [GeneratedRegex(@"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|earlier|all|any|your|system|these|the)\b.{0,30}\b(?:instruction|instructions|prompt|prompts|rules|context|guidelines|directions|messages?)\b|\byou are (?:now|no longer)\b.{0,60}\b(?:assistant|model|ai|bot|dan|mode|bound|restricted|pirate)\b|\b(?:system|developer) (?:prompt|message|instruction|override|note)\b|\b(?:dear|attention|note to|message to|hey|hello|instructions? (?:to|for)) (?:the )?(?:ai|llm|language model|assistant|chatbot|model|virtual ta|teaching assistant|gpt)\b|\bas an (?:ai|language model)\b|<\|?(?:im_start|im_end|system|endoftext)\|?>|\[/?INST\]|\bwhen (?:you are )?(?:asked|answering|summari[sz]ing)\b.{0,60}\b(?:always|must|respond|reply|say|answer)\b.{0,30}(?:with|that|""|')|\b(?:reveal|print|output|repeat|show|leak)\b.{0,30}\b(?:system prompt|api key|password|secret|credentials|hidden instructions|your instructions)\b|\b(?:respond|reply|answer) (?:only )?with\b.{0,10}[""'“].{1,60}[""'”]\s*(?:to|for|regardless|and nothing)|\bdo not (?:follow|obey|cite|use) (?:the|your|any) (?:system|previous|other|above)\b|^\s*(?:system|assistant|user)\s*:\s", RegexOptions.IgnoreCase)]
    private static partial Regex Instruction();
}
