using System.Buffers.Binary;
using System.Text;
using VirtualTA.Neural.Formats;

namespace VirtualTA.Neural.Tests.Formats;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.safetensors");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void WhatIsWritten_IsReadBack()
    {
        Sample().Save(_path);
        using var file = SafetensorsFile.Open(_path);
        Assert.Equal([1.5f, -2f, 3f, 4f, 5f, 6f], file.Floats("a", 2, 3));
        Assert.Equal([1.5f, -2f], file.Floats("half", 2));
        Assert.Equal([1f, -2f], file.Floats("brain", -1));
        Assert.Equal([-127, 127], file.Bytes8("q").Select(static value => (int)value));
        Assert.Equal([1, -1], file.Integers("long"));
        file.Expect("version", "3");
        Assert.Equal(12, file.RequireInt("layers", 1, 100));
    }

    [Fact]
    public void WrongContents_AreNamed()
    {
        Sample().Save(_path);
        using var file = SafetensorsFile.Open(_path);
        AssertNamed(() => file.Floats("a", 3, 2), "shape [2, 3]");
        AssertNamed(() => file.Floats("missing"), "'missing' is missing");
        AssertNamed(() => file.Floats("q"), "floating point");
        AssertNamed(() => file.Bytes8("a"), "I8 is needed");
        AssertNamed(() => file.Floats("nan"), "NaN");
        AssertNamed(() => file.Integers("huge"), "32-bit");
        AssertNamed(() => file.Expect("version", "4"), "version is '3'");
        AssertNamed(() => file.RequireInt("layers", 13, 20), "'layers' is '12'");
        AssertNamed(() => file.Require("kind"), "'kind'");
    }

    [Fact]
    public void AMissingFile_IsNamed() => AssertNamed(() => SafetensorsFile.Open(_path), "no such model file");

    [Theory]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 4, "cut short")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", 8, "contradicts")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1,-2],\"data_offsets\":[0,8]}}", 8, "contradicts")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647],\"data_offsets\":[0,8]}}", 8, "contradicts")]
    [InlineData("{\"a\":{\"dtype\":\"F7\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8, "unknown type")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", 8, "damaged")]
    [InlineData("{\"a\":[]}", 8, "damaged")]
    [InlineData("[]", 8, "damaged")]
    [InlineData("{\"a\":", 8, "damaged")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[9999999999],\"data_offsets\":[0,8]}}", 8, "damaged")]
    public void DamagedHeaders_AreNamed(string header, int dataBytes, string reason)
    {
        var bytes = new byte[8 + header.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        Encoding.UTF8.GetBytes(header, bytes.AsSpan(8));
        File.WriteAllBytes(_path, bytes);
        AssertNamed(() => SafetensorsFile.Open(_path), reason);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1ul << 40)]
    [InlineData(100ul)]
    public void HugeHeaders_AreRefused(ulong length)
    {
        var bytes = new byte[64];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        File.WriteAllBytes(_path, bytes);
        Assert.Throws<ModelFormatException>(() => SafetensorsFile.Open(_path));
    }

    [Fact]
    public void EveryDamage_GivesAClearError()
    {
        using var memory = new MemoryStream();
        Sample().Save(memory);
        var whole = memory.ToArray();
        var random = new Random(11);
        for (var i = 0; i < 220; i++)
        {
            var bytes = whole.ToArray();
            if (i % 2 == 0)
            {
                bytes = bytes[..random.Next(bytes.Length)];
            }
            else
            {
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            }

            File.WriteAllBytes(_path, bytes);
            try
            {
                using var file = SafetensorsFile.Open(_path);

                // Spaces, names and shapes of equal size may change without contradiction; the data may not.
                Assert.Equal(1, i % 2);
                foreach (var tensor in file.Tensors.Values)
                {
                    Assert.Equal(tensor.Count * tensor.ElementSize, file.Bytes(tensor.Name).Length);
                }
            }
            catch (ModelFormatException error)
            {
                Assert.StartsWith(_path, error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void AFlippedBitInTheWeights_IsFound()
    {
        Sample().Save(_path);
        var bytes = File.ReadAllBytes(_path);
        bytes[^3] ^= 1;
        File.WriteAllBytes(_path, bytes);
        AssertNamed(() => SafetensorsFile.Open(_path), "checksum");
    }

    private static SafetensorsWriter Sample() => new SafetensorsWriter()
        .Metadata("version", "3")
        .Metadata("layers", "12")
        .Add<float>("a", TensorType.F32, [2, 3], [1.5f, -2, 3, 4, 5, 6])
        .Add<Half>("half", TensorType.F16, [2], [(Half)1.5f, (Half)(-2)])
        .Add<ushort>("brain", TensorType.BF16, [2], [0x3F80, 0xC000])
        .Add<sbyte>("q", TensorType.I8, [2], [-127, 127])
        .Add<long>("long", TensorType.I64, [2], [1, -1])
        .Add<long>("huge", TensorType.I64, [1], [1L << 40])
        .Add<float>("nan", TensorType.F32, [1], [float.NaN]);

    private void AssertNamed(Action action, string reason)
    {
        var error = Assert.Throws<ModelFormatException>(action);
        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
