# Flags every target of ours gets. Equal bits on every processor rest on them (see ARCHITECTURE.md):
# no contraction of a*b+c, no relaxed floating point, no flags of one processor; one SIMD kernel file is compiled with -mavx2 and
# chosen at run time.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Dev CACHE STRING "" FORCE)
endif()
set(CMAKE_CXX_FLAGS_DEV "-O2 -g1" CACHE STRING "Optimised with assertions" FORCE)
# project() has made these entries already, empty for our own build type: hence FORCE.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG" CACHE STRING "" FORCE)

add_library(attune_options INTERFACE)
target_include_directories(attune_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(attune_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:
    -ffp-contract=off -fno-fast-math
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast -Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 12 sees overruns that are not there in inlined string and vector code (GCC bugs 105329, 105651, 104336).
    target_compile_options(attune_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:
        -Wno-array-bounds -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread -fpch-preprocess>)
endif()
if(ATTUNE_SANITIZE)
    add_compile_options(-fsanitize=${ATTUNE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${ATTUNE_SANITIZE})
    if(ATTUNE_SANITIZE MATCHES "thread")
        # oneTBB's own synchronisation is invisible to ThreadSanitizer; blocks run on std::jthread there.
        target_compile_definitions(attune_options INTERFACE ATTUNE_BLOCKS_ON_JTHREAD)
    endif()
endif()

# attune_library(name SOURCES ... LINKS ... [PRIVATE_LINKS ...]): one static library of ours.
function(attune_library name)
    cmake_parse_arguments(A "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
    add_library(${name} STATIC ${A_SOURCES})
    target_link_libraries(${name} PUBLIC attune_options ${A_LINKS} PRIVATE ${A_PRIVATE_LINKS})
    target_precompile_headers(${name} PRIVATE
        <algorithm> <array> <cmath> <cstdint> <functional> <map> <memory> <optional> <span> <string>
        <string_view> <utility> <variant> <vector>)
endfunction()
