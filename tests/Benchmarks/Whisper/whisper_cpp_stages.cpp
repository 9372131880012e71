// Prints what WhisperStages.cs prints, measured in whisper.cpp through its public interface (whisper.h).
// usage: whisper_cpp_stages MODEL POSITIONS THREADS
#include "whisper.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <utility>
#include <vector>

static std::pair<double, double> measure(int count, const std::function<void()> & work) {
    timespec before, after;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
    const auto started = std::chrono::steady_clock::now();
    for (int i = 0; i < count; i++) {
        work();
    }
    const double wall = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started).count();
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
    const double processor = (after.tv_sec - before.tv_sec) * 1e3 + (after.tv_nsec - before.tv_nsec) / 1e6;
    return { processor / count, wall / count };
}

int main(int argc, char ** argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: %s MODEL POSITIONS THREADS\n", argv[0]);
        return 2;
    }
    const int positions = atoi(argv[2]), threads = atoi(argv[3]);
    whisper_log_set([](ggml_log_level, const char *, void *) {}, nullptr);
    auto options = whisper_context_default_params();
    options.use_gpu = false;
    options.flash_attn = true;
    whisper_context * context = whisper_init_from_file_with_params(argv[1], options);
    if (context == nullptr) {
        fprintf(stderr, "%s cannot be opened\n", argv[1]);
        return 2;
    }

    // Only a whole transcription sets the number of positions; what follows keeps it.
    auto whole = whisper_full_default_params(WHISPER_SAMPLING_GREEDY);
    whole.n_threads = threads;
    whole.audio_ctx = positions;
    whole.max_tokens = 1;
    whole.temperature_inc = 0;
    whole.single_segment = true;
    whole.print_progress = false;
    std::vector<float> samples((size_t) positions * 320);
    srand(1);
    for (auto & sample : samples) {
        sample = rand() / (float) RAND_MAX - 0.5f;
    }
    whisper_full(context, whole, samples.data(), (int) samples.size());

    const auto encoder = measure(1, [&] { whisper_encode(context, 0, threads); });
    std::vector<whisper_token> before(20, 300);
    whisper_decode(context, before.data(), 20, 0, threads);
    int past = 20;
    whisper_token next = 300;
    const auto token = [&] { whisper_decode(context, &next, 1, past++, threads); };
    measure(5, token);
    past = 20;
    const auto tokens = measure(40, token);
    printf("%.2f %.2f %.3f %.3f\n", encoder.first, encoder.second, tokens.first, tokens.second);
    whisper_free(context);
}
